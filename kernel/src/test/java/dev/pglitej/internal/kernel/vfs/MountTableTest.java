package dev.pglitej.internal.kernel.vfs;

import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_CREAT;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_DIRECTORY;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_EXCL;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_NOFOLLOW;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDONLY;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDWR;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_WRONLY;
import static dev.pglitej.internal.kernel.vfs.VfsAssertions.assertFailsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.time.FakeClock;
import dev.pglitej.internal.kernel.vfs.fixed.FixedFileSystem;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MountTableTest {

    private final MountTable mounts = new MountTable(memory());
    private final Directory root = mounts.root();

    private static MemoryFileSystem memory() {
        return new MemoryFileSystem(new FakeClock(), Capacity.unlimited());
    }

    /** /file, /link to it, /d, and another file system on /pglite/data. */
    @BeforeEach
    void begin() {
        touch("/file");
        mounts.makeSymlink("file", root, "/link");
        mounts.makeDirectory(root, "/d", 0755);
        mounts.makeDirectory(root, "/pglite", 0755);
        mounts.makeDirectory(root, "/pglite/data", 0755);
        mounts.mount("/pglite/data", memory());
    }

    private void touch(String path) {
        mounts.open(root, path, O_RDWR | O_CREAT, 0644).close();
    }

    private Stat stat(String path) {
        return mounts.resolve(root, path).stat();
    }

    @Test
    void pathsAreRelativeToTheBaseUnlessTheyBeginWithASlash() {
        Directory d = mounts.directory(root, "d");
        mounts.makeDirectory(d, "sub", 0755);

        assertThat(mounts.resolve(d, "sub").isSameFile(mounts.resolve(root, "//d///sub/.")))
                .isTrue();
        assertThat(mounts.resolve(d, "../file").isSameFile(mounts.resolve(root, "/file")))
                .isTrue();
        assertThat(mounts.resolve(d, "/d").isSameFile(d)).isTrue();
        assertThat(mounts.resolve(root, "/../../..").isSameFile(root)).isTrue();
    }

    @Test
    void anEmptyPathNamesNothing() {
        assertFailsWith(Errno.ENOENT, () -> mounts.resolve(root, ""));
        assertFailsWith(Errno.ENOENT, () -> mounts.makeSymlink("", root, "x"));
    }

    @Test
    void aTrailingSlashAsksForADirectory() {
        mounts.makeSymlink("d", root, "to-d");

        assertThat(mounts.resolveNoFollow(root, "to-d/").type()).isEqualTo(FileType.DIRECTORY);
        assertFailsWith(Errno.ENOTDIR, () -> stat("/file/"));
        assertFailsWith(Errno.ENOTDIR, () -> mounts.open(root, "file/", O_RDONLY, 0));
        assertFailsWith(Errno.EISDIR, () -> mounts.open(root, "new/", O_WRONLY | O_CREAT, 0));
        assertFailsWith(Errno.EISDIR, () -> mounts.open(root, "d/", O_WRONLY | O_CREAT | O_EXCL, 0));
        assertFailsWith(Errno.ENOTDIR, () -> mounts.unlink(root, "file/"));
        assertFailsWith(Errno.ENOTDIR, () -> mounts.removeDirectory(root, "to-d/"));
        assertFailsWith(Errno.ENOTDIR, () -> mounts.rename(root, "file", root, "new/"));
        assertFailsWith(Errno.ENOENT, () -> mounts.link(root, "file", root, "new/", false));
    }

    @Test
    void directoriesMayBeMadeRenamedAndRemovedByPathsWithTrailingSlashes() {
        mounts.makeDirectory(root, "e/", 0700);
        mounts.rename(root, "e/", root, "f/");
        mounts.removeDirectory(root, "f/");

        assertFailsWith(Errno.ENOENT, () -> stat("/f"));
    }

    @Test
    void dotsAreNoNamesToMakeRemoveOrRename() {
        assertFailsWith(Errno.EEXIST, () -> mounts.makeDirectory(root, "d/.", 0755));
        assertFailsWith(Errno.EEXIST, () -> mounts.makeDirectory(root, "/", 0755));
        assertFailsWith(Errno.EINVAL, () -> mounts.removeDirectory(root, "d/."));
        assertFailsWith(Errno.ENOTEMPTY, () -> mounts.removeDirectory(root, "d/.."));
        assertFailsWith(Errno.EISDIR, () -> mounts.unlink(root, "d/.."));
        assertFailsWith(Errno.EBUSY, () -> mounts.rename(root, "d/.", root, "e"));
    }

    @Test
    void openingADirectoryMayBeAskedForAndItsLinkRefused() {
        mounts.makeSymlink("d", root, "to-d");

        mounts.open(root, "d", O_RDONLY | O_DIRECTORY, 0).close();
        mounts.open(root, "to-d", O_RDONLY | O_DIRECTORY, 0).close();
        assertFailsWith(Errno.ENOTDIR, () -> mounts.open(root, "file", O_RDONLY | O_DIRECTORY, 0));
        assertFailsWith(Errno.ENOTDIR, () -> mounts.open(root, "to-d", O_DIRECTORY | O_NOFOLLOW, 0));
        assertFailsWith(Errno.EINVAL, () -> mounts.open(root, "x", O_DIRECTORY | O_CREAT, 0));
        assertFailsWith(Errno.EISDIR, () -> mounts.open(root, "d", O_RDONLY | O_CREAT, 0));
    }

    @Test
    void anOpenDirectoryGivesItsInodeForRelativePathsButNoBytes() {
        OpenFile open = mounts.open(root, "d", O_RDONLY, 0);

        mounts.makeDirectory(open.inode().asDirectory(), "sub", 0755);

        assertThat(stat("/d/sub").type()).isEqualTo(FileType.DIRECTORY);
        assertFailsWith(Errno.EISDIR, () -> open.read(ByteBuffer.allocate(1), 0));
    }

    @Test
    void fortyLinksAreFollowedAndNoMore() {
        mounts.makeSymlink("file", root, "l1");
        for (int i = 2; i <= 41; i++) mounts.makeSymlink("l" + (i - 1), root, "l" + i);

        assertThat(stat("l40").type()).isEqualTo(FileType.REGULAR);
        mounts.open(root, "l40", O_RDONLY, 0).close();
        assertFailsWith(Errno.ELOOP, () -> stat("l41"));
        assertFailsWith(Errno.ELOOP, () -> mounts.open(root, "l41", O_RDONLY, 0));
    }

    @Test
    void pathsAreAtMost4095BytesLongAndNamesCountBytesNotCharacters() {
        assertThat(stat("/".repeat(4091) + "file").type()).isEqualTo(FileType.REGULAR);
        assertFailsWith(Errno.ENAMETOOLONG, () -> stat("/".repeat(4092) + "file"));
        touch("\u00e9".repeat(127));
        assertFailsWith(Errno.ENAMETOOLONG, () -> touch("\u00e9".repeat(128)));
    }

    @Test
    void absoluteLinksBeginAtTheRootOfTheNameSpace() {
        mounts.makeSymlink("/file", root, "/pglite/data/out");

        assertThat(mounts.resolve(root, "/pglite/data/out").isSameFile(mounts.resolve(root, "/file")))
                .isTrue();
    }

    @Test
    void dotDotLeavesAMountedFileSystemWhereItIsMounted() {
        Directory data = mounts.directory(root, "/pglite/data");
        mounts.makeDirectory(data, "base", 0700);

        assertThat(mounts.parentOf(data).isSameFile(mounts.resolve(root, "/pglite")))
                .isTrue();
        assertThat(mounts.pathOf(mounts.directory(data, "base"))).isEqualTo("/pglite/data/base");
        assertThat(mounts.pathOf(mounts.directory(data, "base/../.."))).isEqualTo("/pglite");
        assertThat(mounts.pathOf(root)).isEqualTo("/");
    }

    @Test
    void aWorkingDirectoryFollowsItsRenamingAndKnowsWhenItIsGone() {
        Directory d = mounts.directory(root, "d");

        mounts.rename(root, "d", root, "/pglite/e");
        assertThat(mounts.pathOf(d)).isEqualTo("/pglite/e");

        mounts.removeDirectory(root, "/pglite/e");
        assertFailsWith(Errno.ENOENT, () -> mounts.pathOf(d));
        assertFailsWith(Errno.ENOENT, () -> touchIn(d));
    }

    private void touchIn(Directory directory) {
        mounts.open(directory, "new", O_RDWR | O_CREAT, 0600).close();
    }

    @Test
    void nothingMovesOrIsLinkedAcrossFileSystems() {
        assertFailsWith(Errno.EXDEV, () -> mounts.rename(root, "/file", root, "/pglite/data/file"));
        assertFailsWith(Errno.EXDEV, () -> mounts.link(root, "/file", root, "/pglite/data/file", false));
    }

    @Test
    void mountPointsAreBusy() {
        assertFailsWith(Errno.EBUSY, () -> mounts.removeDirectory(root, "/pglite/data"));
        assertFailsWith(Errno.EBUSY, () -> mounts.rename(root, "/pglite/data", root, "/pglite/x"));
        assertFailsWith(Errno.EBUSY, () -> mounts.rename(root, "/d", root, "/pglite/data"));
        assertFailsWith(Errno.EBUSY, () -> mounts.mount("/pglite/data", memory()));
        assertFailsWith(Errno.EEXIST, () -> mounts.makeDirectory(root, "/pglite/data", 0755));
        assertFailsWith(Errno.ENOTDIR, () -> mounts.mount("/file", memory()));
    }

    @Test
    void aLinkToALinkIsMadeToItselfOrToItsTarget() {
        mounts.link(root, "link", root, "same", false);
        mounts.link(root, "link", root, "target", true);

        assertThat(mounts.resolveNoFollow(root, "same").type()).isEqualTo(FileType.SYMLINK);
        assertThat(mounts.resolveNoFollow(root, "target").type()).isEqualTo(FileType.REGULAR);
    }

    @Test
    void accessAsksForExecutionAndForWritableFileSystemsAlone() {
        mounts.makeDirectory(root, "/image", 0755);
        mounts.mount(
                "/image",
                FixedFileSystem.builder(0)
                        .file("bin/postgres", 0755, ByteBuffer.allocate(0))
                        .build());

        mounts.access(root, "/file", MountTable.R_OK | MountTable.W_OK, true);
        mounts.access(root, "/d", MountTable.X_OK, true);
        mounts.access(root, "/image/bin/postgres", MountTable.X_OK, true);
        assertFailsWith(Errno.EACCES, () -> mounts.access(root, "/file", MountTable.X_OK, true));
        assertFailsWith(Errno.EROFS, () -> mounts.access(root, "/image/bin/postgres", MountTable.W_OK, true));
        assertFailsWith(Errno.ENOENT, () -> mounts.access(root, "/missing", 0, true));
    }

    @Test
    void truncatingADirectoryIsRefused() {
        assertFailsWith(Errno.EISDIR, () -> mounts.truncate(root, "/d", 0));
    }

    @Test
    void closingClosesEveryFileSystemTheRootLast() {
        List<String> closed = new ArrayList<>();
        MountTable table = new MountTable(new ClosingFileSystem("root", closed));
        table.mount("/mnt", new ClosingFileSystem("mnt", closed));

        table.close();

        assertThat(closed).containsExactly("mnt", "root");
    }

    @Test
    void closingClosesEveryFileSystemAlthoughSomeFailAndThrowsTheFirstFailure() {
        List<String> closed = new ArrayList<>();
        MountTable table = new MountTable(new ClosingFileSystem("broken root", closed));
        table.mount("/mnt", new ClosingFileSystem("broken mnt", closed));

        assertThatThrownBy(table::close)
                .hasMessage("broken mnt")
                .satisfies(first -> assertThat(first.getSuppressed())
                        .singleElement()
                        .satisfies(second -> assertThat(second).hasMessage("broken root")));

        assertThat(closed).containsExactly("broken mnt", "broken root");
    }

    /** An error number without a cause is one object. */
    @Test
    void fileSystemsMayFailToCloseWithTheSameErrorNumber() {
        List<String> closed = new ArrayList<>();
        MountTable table = new MountTable(new ClosingFileSystem("full root", closed));
        table.mount("/mnt", new ClosingFileSystem("full mnt", closed));

        assertThatThrownBy(table::close).isSameAs(Errno.ENOSPC.failure());

        assertThat(closed).containsExactly("full mnt", "full root");
    }

    private record ClosingFileSystem(String name, List<String> closed, FileSystem tree) implements FileSystem {

        ClosingFileSystem(String name, List<String> closed) {
            this(name, closed, FixedFileSystem.builder(0).directory("mnt", 0755).build());
        }

        @Override
        public Directory root() {
            return tree.root();
        }

        @Override
        public FileSystemStat stat() {
            return tree.stat();
        }

        @Override
        public void close() {
            closed.add(name);
            if (name.startsWith("broken")) throw new IllegalStateException(name);
            if (name.startsWith("full")) throw Errno.ENOSPC.failure();
        }
    }
}
