package dev.pglitej.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.natives.compile.ObjectCache;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildCacheTest {
    private static final Path HOME = Path.of("/home/u");

    @Test
    void theImageOfACleanDatabaseIsKeptWhereTheObjectsOfTheNativesAre() {
        for (Map<String, String> environment : List.<Map<String, String>>of(
                Map.of(),
                Map.of("PGLITEJ_BUILD_CACHE", "/c"),
                Map.of("PGLITEJ_BUILD_CACHE", ""),
                Map.of("XDG_CACHE_HOME", "/x"),
                Map.of("XDG_CACHE_HOME", ""),
                Map.of("PGLITEJ_BUILD_CACHE", "/c", "XDG_CACHE_HOME", "/x"))) {
            assertThat(CleanClusterBuild.cacheDirectory(environment::get, HOME))
                    .as("%s", environment)
                    .isEqualTo(ObjectCache.directory(environment::get, HOME));
        }
    }
}
