package dev.pglitej.internal.kernel.vfs.fixed;

import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_DIRECTORY;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDONLY;
import static dev.pglitej.internal.kernel.vfs.VfsAssertions.assertFailsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.MountTable;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What files that never change refuse, and with which error. */
final class FixedFileSystemTest {
    private static final ByteBuffer BLOB = ByteBuffer.wrap("UTC".getBytes(UTF_8));

    private final MountTable mounts =
            new MountTable(PackedFileSystem.of(List.of(new PackedFileSystem.Entry("/share/zone", 0, 3)), BLOB, 7));
    private final Directory root = mounts.root();
    private final Directory share = mounts.directory(root, "/share");

    @Test
    void nothingIsAddedToADirectory() {
        assertFailsWith(Errno.EROFS, () -> share.createFile("new", 0600, 0));
        assertFailsWith(Errno.EROFS, () -> share.makeDirectory("new", 0700));
        assertFailsWith(Errno.EROFS, () -> share.makeSymlink("new", "zone"));
        assertFailsWith(Errno.EROFS, () -> share.link("new", share.lookup("zone")));
    }

    @Test
    void whatIsThereIsReportedFirst() {
        assertFailsWith(Errno.EEXIST, () -> share.createFile("zone", 0600, 0));
        assertFailsWith(Errno.EEXIST, () -> share.makeDirectory("zone", 0700));
    }

    @Test
    void nothingIsTakenFromADirectory() {
        assertFailsWith(Errno.EROFS, () -> share.unlink("zone"));
        assertFailsWith(Errno.EROFS, () -> root.removeDirectory("share"));
        assertFailsWith(Errno.EROFS, () -> share.rename("zone", root, "zone"));
        assertFailsWith(Errno.ENOENT, () -> share.unlink("missing"));
        assertFailsWith(Errno.ENOENT, () -> root.removeDirectory("missing"));
        assertFailsWith(Errno.ENOENT, () -> share.rename("missing", root, "zone"));
    }

    @Test
    void anOpenFileIsReadAndNoMore() {
        OpenFile file = mounts.open(root, "/share/zone", O_RDONLY, 0);

        assertThat(file.isSeekable()).isTrue();
        assertThat(file.size()).isEqualTo(3);
        assertFailsWith(Errno.EBADF, () -> file.write(ByteBuffer.allocate(1), 0));
        assertFailsWith(Errno.EBADF, () -> file.append(ByteBuffer.allocate(1)));
        assertFailsWith(Errno.EBADF, () -> file.allocate(0, 1));
        assertFailsWith(Errno.EINVAL, () -> file.truncate(0));
        assertFailsWith(Errno.EINVAL, () -> file.read(ByteBuffer.allocate(1), -1));
        file.sync(false);
        assertThat(file.read(ByteBuffer.allocate(1), 3)).isZero();

        file.close();
        assertFailsWith(Errno.EBADF, () -> file.read(ByteBuffer.allocate(1), 0));
    }

    @Test
    void anOpenDirectoryIsNotReadOrWrittenAsAFile() {
        try (OpenFile directory = mounts.open(root, "/share", O_RDONLY | O_DIRECTORY, 0)) {
            assertThat(directory.size()).isEqualTo(directory.stat().size());
            assertFailsWith(Errno.EISDIR, () -> directory.read(ByteBuffer.allocate(1), 0));
            assertFailsWith(Errno.EBADF, () -> directory.write(ByteBuffer.allocate(1), 0));
            assertFailsWith(Errno.EBADF, () -> directory.append(ByteBuffer.allocate(1)));
            assertFailsWith(Errno.EBADF, () -> directory.allocate(0, 1));
            assertFailsWith(Errno.EINVAL, () -> directory.truncate(0));
        }
    }

    @Test
    void aNameCannotBeInADirectoryTwice() {
        PackedFileSystem.Entry entry = new PackedFileSystem.Entry("/share/zone", 0, 3);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PackedFileSystem.of(List.of(entry, entry), BLOB, 7))
                .withMessageContaining("zone");
    }

    @Test
    void theAttributesOfOpenFilesAndDirectoriesAreFixedToo() {
        for (String path : new String[] {"/share/zone", "/share"}) {
            try (OpenFile file = mounts.open(root, path, O_RDONLY, 0)) {
                assertFailsWith(Errno.EROFS, () -> file.changeMode(0777));
                assertFailsWith(Errno.EROFS, () -> file.changeOwner(0, 0));
                assertFailsWith(Errno.EROFS, () -> file.changeTimes(0, 0));
            }
        }
    }
}
