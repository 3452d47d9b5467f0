package dev.pglitej.internal.kernel.vfs;

import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_CREAT;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_EXCL;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDONLY;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDWR;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_TRUNC;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_WRONLY;
import static dev.pglitej.internal.kernel.vfs.VfsAssertions.assertFailsWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.internal.kernel.vfs.host.HostFileSystem;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in a directory of the host that do not exist for guests, whatever they call and however they spell them. */
@EnabledOnOs(OS.LINUX)
class HiddenNamesTest {
    private static final String CONTENTS = "the host's";

    @TempDir
    Path inside;

    private MountTable mounts;
    private Directory root;

    @BeforeEach
    void begin() throws IOException {
        Files.writeString(inside.resolve("lock"), CONTENTS);
        Files.createDirectories(inside.resolve("hidden/below"));
        Files.createDirectory(inside.resolve("d"));
        Files.writeString(inside.resolve("file"), "the guest's");
        Files.createSymbolicLink(inside.resolve("relative"), Path.of("lock"));
        Files.createSymbolicLink(inside.resolve("absolute"), Path.of("/data/lock"));
        MemoryFileSystem top = new MemoryFileSystem(SystemClock.INSTANCE, Capacity.unlimited());
        top.root().makeDirectory("data", 0700);
        mounts = new MountTable(top);
        mounts.mount("/data", HostFileSystem.openHiding(Set.of("lock", "hidden", "missing"), inside));
        root = mounts.directory(mounts.root(), "/data");
    }

    @AfterEach
    void nothingHasHappenedToThem() throws IOException {
        assertThat(inside.resolve("lock")).hasContent(CONTENTS).isRegularFile();
        assertThat(inside.resolve("hidden/below")).isDirectory();
        assertThat(inside.resolve("missing")).doesNotExist();
        assertThat(inside.resolve("file")).hasContent("the guest's");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock",
                "./lock",
                "d/../lock",
                "/data/lock",
                "//data/./d//../lock",
                "../data/lock",
                "relative",
                "absolute",
                "d/../relative",
                "hidden",
                "hidden/",
                "hidden/below",
                "missing"
            })
    void theyAreNotThere(String path) {
        assertFailsWith(Errno.ENOENT, () -> mounts.resolve(root, path));
        assertFailsWith(Errno.ENOENT, () -> mounts.directory(root, path));
        assertFailsWith(Errno.ENOENT, () -> mounts.access(root, path, MountTable.R_OK, true));
        assertFailsWith(Errno.ENOENT, () -> mounts.access(root, path, 0, true));
        assertFailsWith(Errno.ENOENT, () -> mounts.truncate(root, path, 0));
        assertFailsWith(Errno.ENOENT, () -> mounts.link(root, path, root, "alias", true));
        for (int flags : new int[] {O_RDONLY, O_WRONLY, O_RDWR, O_RDWR | O_TRUNC}) {
            assertFailsWith(Errno.ENOENT, () -> mounts.open(root, path, flags, 0600));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock", "./lock", "d/../lock", "/data/lock", "hidden", "hidden/below", "missing"})
    void theyCannotBeTakenAway(String path) {
        assertFailsWith(Errno.ENOENT, () -> mounts.resolveNoFollow(root, path));
        assertFailsWith(Errno.ENOENT, () -> mounts.unlink(root, path));
        assertFailsWith(Errno.ENOENT, () -> mounts.removeDirectory(root, path));
        assertFailsWith(Errno.ENOENT, () -> mounts.rename(root, path, root, "other"));
        assertFailsWith(Errno.ENOENT, () -> mounts.rename(root, path, root, path));
        assertFailsWith(Errno.ENOENT, () -> mounts.link(root, path, root, "alias", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock", "./lock", "d/../lock", "/data/lock", "hidden", "missing"})
    void theyCannotBeMade(String path) {
        assertFailsWith(Errno.EACCES, () -> mounts.open(root, path, O_RDWR | O_CREAT, 0600));
        assertFailsWith(Errno.EACCES, () -> mounts.open(root, path, O_RDWR | O_CREAT | O_EXCL | O_TRUNC, 0600));
        assertFailsWith(Errno.EACCES, () -> mounts.makeDirectory(root, path, 0700));
        assertFailsWith(Errno.EACCES, () -> mounts.makeSymlink("file", root, path));
        assertFailsWith(Errno.EACCES, () -> mounts.link(root, "file", root, path, false));
        assertFailsWith(Errno.EACCES, () -> mounts.rename(root, "file", root, path));
        assertFailsWith(Errno.EACCES, () -> mounts.rename(root, "d", root, path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative", "absolute"})
    void symbolicLinksDoNotMakeThem(String path) {
        assertFailsWith(Errno.EACCES, () -> mounts.open(root, path, O_RDWR | O_CREAT, 0600));
    }

    @Test
    void listingsLeaveThemOut() {
        assertThat(root.entries())
                .extracting(DirectoryEntry::name)
                .containsExactlyInAnyOrder("d", "file", "relative", "absolute");
    }

    @Test
    void theSameNamesElsewhereAreTheGuests() {
        mounts.open(root, "d/lock", O_RDWR | O_CREAT, 0600).close();
        mounts.makeDirectory(root, "d/hidden", 0700);

        assertThat(root.lookup("d").asDirectory().entries())
                .extracting(DirectoryEntry::name)
                .containsExactlyInAnyOrder("lock", "hidden");
    }
}
