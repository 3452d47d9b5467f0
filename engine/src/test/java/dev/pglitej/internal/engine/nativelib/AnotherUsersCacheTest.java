package dev.pglitej.internal.engine.nativelib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pglitej.internal.engine.nativelib.CacheDirectory.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caches that belong to somebody else. Files can be given to another user by root alone, so others skip these. */
final class AnotherUsersCacheTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final int ROOT = 0;
    private static final int USER = 4711;
    private static final int STRANGER = 4712;

    @TempDir
    private Path directory;

    @BeforeEach
    void onlyForRoot() throws IOException {
        assumeTrue(FileStatus.currentUser() == ROOT, "not run by root");
    }

    private static @Nullable InputStream resource(String name) {
        String contents = name.endsWith(".sha256") ? ABC : "abc";
        return new ByteArrayInputStream(contents.getBytes(StandardCharsets.UTF_8));
    }

    private Path locate(Path cache, Kind kind, int user) {
        return new ResourceCache(List.of(new CacheDirectory(cache, kind)), AnotherUsersCacheTest::resource, user)
                .locate("files.blob", () -> "there is none");
    }

    private static void give(Path cache, int owner) throws IOException {
        try (Stream<Path> all = Files.walk(cache)) {
            for (Path path : all.toList()) Files.setAttribute(path, "unix:uid", owner);
        }
    }

    @Test
    void whatRootHasUnpackedIsUsedByEverybodyAsItIs() throws IOException {
        Path file = locate(directory.resolve("shared"), Kind.CHOSEN, ROOT);

        assertThat(locate(directory.resolve("shared"), Kind.CHOSEN, USER)).isEqualTo(file);
    }

    @Test
    void whatIsDamagedInRootsCacheIsNotUsedByOthersWhoHaveTheirOwnBelow() throws IOException {
        Path file = locate(directory.resolve("shared"), Kind.CHOSEN, ROOT);
        Files.writeString(file, "abd");
        Path own = Files.createDirectory(directory.resolve("shared/user-" + USER));
        Files.setAttribute(own, "unix:uid", USER);

        assertThat(locate(directory.resolve("shared"), Kind.CHOSEN, USER))
                .startsWith(own)
                .hasContent("abc");
    }

    @Test
    void aStrangersCacheIsRefusedWithBothUsers() throws IOException {
        locate(directory.resolve("strange"), Kind.CHOSEN, ROOT);
        give(directory.resolve("strange"), STRANGER);

        for (Kind kind : Kind.values()) {
            assertThatThrownBy(() -> locate(directory.resolve("strange"), kind, USER))
                    .isInstanceOf(NativeLibraryException.class)
                    .hasMessageContaining("it belongs to user 4712, but this process runs as user 4711,"
                            + " which trusts only itself and root");
        }
    }

    @Test
    void aStrangersFileInOwnCacheIsReplaced() throws IOException {
        Path file = locate(directory.resolve("own"), Kind.CHOSEN, ROOT);
        Files.writeString(file, "abd");
        Files.setAttribute(file, "unix:uid", STRANGER);

        assertThat(locate(directory.resolve("own"), Kind.CHOSEN, ROOT)).hasContent("abc");
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(ROOT);
    }

    @Test
    void aLinkInThePlaceOfTheTemporaryDirectoryIsNotFollowed() throws IOException {
        Path target = Files.createDirectory(directory.resolve("target"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);
        Files.setAttribute(link, "unix:uid", STRANGER, LinkOption.NOFOLLOW_LINKS);

        assertThatThrownBy(() -> locate(link, Kind.TEMPORARY, ROOT)).isInstanceOf(NativeLibraryException.class);
        assertThat(target).isEmptyDirectory();
    }
}
