package dev.pglitej.internal.engine.nativelib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.engine.nativelib.CacheDirectory.Kind;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CacheLocationsTest {
    private static final int USER = 1000;
    private static final CacheDirectory LAST = new CacheDirectory(Path.of("/tmp/pglitej-1000"), Kind.TEMPORARY);

    @TempDir
    private Path home;

    private static CacheLocations locations(@Nullable String chosen, @Nullable String caches, String home) {
        return new CacheLocations(chosen, caches, home, "/tmp");
    }

    @Test
    void thePropertysDirectoryIsTheOnlyOne() {
        assertThat(locations("/srv/cache", "/caches", home.toString()).directories(USER))
                .containsExactly(new CacheDirectory(Path.of("/srv/cache"), Kind.CHOSEN));
        assertThat(locations("cache", null, home.toString()).directories(USER))
                .containsExactly(new CacheDirectory(Path.of("cache").toAbsolutePath(), Kind.CHOSEN));
    }

    @Test
    void withoutItTheUsersCachesComeBeforeTemporaryFiles() {
        assertThat(locations(null, null, home.toString()).directories(USER))
                .containsExactly(new CacheDirectory(home.resolve(".cache/pglitej"), Kind.USUAL), LAST);
        assertThat(locations(null, "/caches", home.toString()).directories(USER))
                .containsExactly(new CacheDirectory(Path.of("/caches/pglitej"), Kind.USUAL), LAST);
    }

    @Test
    void aRelativeDirectoryOfCachesIsIgnored() {
        assertThat(locations(null, "caches", home.toString()).directories(USER))
                .containsExactly(new CacheDirectory(home.resolve(".cache/pglitej"), Kind.USUAL), LAST);
    }

    @Test
    void aUserWithoutAHomeHasTemporaryFilesAlone() {
        assertThat(locations(null, null, "?").directories(USER)).containsExactly(LAST);
        assertThat(locations(null, null, "/nonexistent").directories(USER)).containsExactly(LAST);
    }
}
