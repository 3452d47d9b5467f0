package dev.pglitej.internal.kernel.vfs;

import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_CREAT;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_EXCL;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_NOFOLLOW;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDONLY;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDWR;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_TRUNC;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_WRONLY;
import static dev.pglitej.internal.kernel.vfs.VfsAssertions.assertFailsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.Errno;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every writable file system does, and the real disk does too. */
abstract class FileSystemContract {

    private Posix posix;

    /** The system calls on an empty root. */
    abstract Posix emptyRoot() throws Exception;

    @BeforeEach
    final void begin() throws Exception {
        posix = emptyRoot();
    }

    private void write(String path, String text) {
        try (Posix.Handle file = posix.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644)) {
            assertThat(file.write(bytes(text), 0)).isEqualTo(text.length());
        }
    }

    private String read(String path) {
        try (Posix.Handle file = posix.open(path, O_RDONLY, 0)) {
            return read(file);
        }
    }

    private static String read(Posix.Handle file) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(100);
        int count = file.read(buffer, 0);
        assertThat(buffer.position()).isEqualTo(count);
        return UTF_8.decode(buffer.flip()).toString();
    }

    private static ByteBuffer bytes(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    @Test
    void whatWasWrittenIsReadBack() {
        write("file", "hello");

        assertThat(read("file")).isEqualTo("hello");
        assertThat(posix.stat("file").size()).isEqualTo(5);
    }

    @Test
    void openingAMissingFileFailsUnlessItIsToBeCreated() {
        assertFailsWith(Errno.ENOENT, () -> posix.open("file", O_RDWR, 0));

        posix.open("file", O_RDWR | O_CREAT, 0600).close();

        assertThat(posix.stat("file")).isEqualTo(new Posix.Facts(FileType.REGULAR, 0600, 0, 1));
    }

    @Test
    void exclusiveCreationRefusesWhateverIsThere() {
        write("file", "x");
        posix.mkdir("directory");
        posix.symlink("nowhere", "link");

        for (String path : new String[] {"file", "directory", "link"}) {
            assertFailsWith(Errno.EEXIST, () -> posix.open(path, O_WRONLY | O_CREAT | O_EXCL, 0600));
        }
    }

    @Test
    void openingWithoutTruncationKeepsTheContentsAndWithItDropsThem() {
        write("file", "contents");

        posix.open("file", O_RDWR | O_CREAT, 0600).close();
        assertThat(read("file")).isEqualTo("contents");

        posix.open("file", O_RDWR | O_TRUNC, 0600).close();
        assertThat(read("file")).isEmpty();
    }

    @Test
    void aDirectoryOpensForWritingNever() {
        posix.mkdir("directory");

        assertFailsWith(Errno.EISDIR, () -> posix.open("directory", O_WRONLY, 0));
        assertFailsWith(Errno.EISDIR, () -> posix.open("directory", O_RDWR | O_CREAT, 0));
    }

    @Test
    void aPathThroughAFileIsNoDirectory() {
        write("file", "x");

        assertFailsWith(Errno.ENOTDIR, () -> posix.open("file/below", O_RDONLY, 0));
        assertFailsWith(Errno.ENOTDIR, () -> posix.mkdir("file/below"));
        assertFailsWith(Errno.ENOTDIR, () -> posix.stat("file/below"));
        assertFailsWith(Errno.ENOENT, () -> posix.open("missing/below", O_WRONLY | O_CREAT, 0));
    }

    @Test
    void readingAtOrBehindTheEndReadsNothing() {
        write("file", "abc");

        try (Posix.Handle file = posix.open("file", O_RDONLY, 0)) {
            assertThat(file.read(ByteBuffer.allocateDirect(4), 3)).isZero();
            assertThat(file.read(ByteBuffer.allocateDirect(4), 1L << 35)).isZero();
            assertThat(file.read(ByteBuffer.allocateDirect(4), 1)).isEqualTo(2);
        }
    }

    @Test
    void writingBehindTheEndFillsTheGapWithZeros() {
        try (Posix.Handle file = posix.open("file", O_RDWR | O_CREAT, 0600)) {
            file.write(bytes("a"), 0);
            file.write(bytes("z"), 20_000);
            ByteBuffer all = ByteBuffer.allocateDirect(30_000);

            assertThat(file.read(all, 0)).isEqualTo(20_001);
            assertThat(all.get(0)).isEqualTo((byte) 'a');
            assertThat(all.get(1)).isZero();
            assertThat(all.get(19_999)).isZero();
            assertThat(all.get(20_000)).isEqualTo((byte) 'z');
        }
    }

    @Test
    void whatTruncationCutOffIsZeroWhenTheFileGrowsAgain() {
        write("file", "abcdefgh");

        posix.truncate("file", 3);
        posix.truncate("file", 6);

        assertThat(read("file")).isEqualTo("abc\0\0\0");
    }

    @Test
    void truncationOfAnOpenFileChangesItsSizeForAll() {
        write("file", "abcdefgh");

        try (Posix.Handle one = posix.open("file", O_RDWR, 0);
                Posix.Handle other = posix.open("file", O_RDONLY, 0)) {
            one.truncate(2);

            assertThat(other.size()).isEqualTo(2);
            assertThat(read(other)).isEqualTo("ab");
        }
    }

    @Test
    void appendingWritesAtTheEndAndTellsWhereThatIsNow() {
        write("file", "abc");

        try (Posix.Handle file = posix.open("file", O_RDWR, 0)) {
            assertThat(file.append(bytes("de"))).isEqualTo(5);
        }

        assertThat(read("file")).isEqualTo("abcde");
    }

    @Test
    void anUnlinkedFileLivesOnWhileItIsOpen() {
        write("file", "before");

        try (Posix.Handle file = posix.open("file", O_RDWR, 0)) {
            posix.unlink("file");
            assertFailsWith(Errno.ENOENT, () -> posix.stat("file"));
            file.write(bytes("after!"), 0);
            write("file", "another");

            assertThat(read(file)).isEqualTo("after!");
            assertThat(file.size()).isEqualTo(6);
        }
        assertThat(read("file")).isEqualTo("another");
    }

    @Test
    void aFileReplacedByRenameLivesOnWhileItIsOpen() {
        write("old", "old");
        write("new", "new");

        try (Posix.Handle file = posix.open("old", O_RDWR, 0)) {
            posix.rename("new", "old");

            assertThat(read(file)).isEqualTo("old");
            assertThat(read("old")).isEqualTo("new");
        }
        assertThat(posix.list(".")).containsExactly("old");
    }

    @Test
    void anOpenFileFollowsItsNewName() {
        write("one", "1");

        try (Posix.Handle file = posix.open("one", O_RDWR, 0)) {
            posix.rename("one", "two");
            file.write(bytes("2"), 0);
        }

        assertThat(read("two")).isEqualTo("2");
    }

    @Test
    void directoriesAreMadeListedAndRemoved() {
        posix.mkdir("d");
        write("d/b", "");
        posix.mkdir("d/a");
        posix.symlink("x", "d/c");

        assertThat(posix.list("d")).containsExactly("a", "b", "c");
        assertThat(posix.stat("d").type()).isEqualTo(FileType.DIRECTORY);
        assertFailsWith(Errno.ENOTEMPTY, () -> posix.rmdir("d"));

        posix.rmdir("d/a");
        posix.unlink("d/b");
        posix.unlink("d/c");
        posix.rmdir("d");

        assertThat(posix.list(".")).isEmpty();
    }

    @Test
    void makingWhatIsThereFails() {
        write("file", "");
        posix.mkdir("d");

        assertFailsWith(Errno.EEXIST, () -> posix.mkdir("d"));
        assertFailsWith(Errno.EEXIST, () -> posix.mkdir("file"));
        assertFailsWith(Errno.EEXIST, () -> posix.symlink("x", "file"));
        assertFailsWith(Errno.EEXIST, () -> posix.link("file", "d"));
    }

    @Test
    void unlinkAndRmdirKeepToTheirKinds() {
        write("file", "");
        posix.mkdir("d");

        assertFailsWith(Errno.EISDIR, () -> posix.unlink("d"));
        assertFailsWith(Errno.ENOTDIR, () -> posix.rmdir("file"));
        assertFailsWith(Errno.ENOENT, () -> posix.unlink("missing"));
        assertFailsWith(Errno.ENOENT, () -> posix.rmdir("missing"));
    }

    @Test
    void renamingMovesFilesAndWholeDirectories() {
        posix.mkdir("a");
        posix.mkdir("a/sub");
        write("a/sub/file", "deep");
        posix.mkdir("b");

        posix.rename("a/sub", "b/moved");

        assertThat(read("b/moved/file")).isEqualTo("deep");
        assertThat(posix.list("a")).isEmpty();
    }

    @Test
    void renamingReplacesAnEmptyDirectoryButNoFullOne() {
        posix.mkdir("from");
        posix.mkdir("empty");
        posix.mkdir("full");
        write("full/file", "");

        assertFailsWith(Errno.ENOTEMPTY, () -> posix.rename("from", "full"));
        posix.rename("from", "empty");

        assertThat(posix.list(".")).containsExactly("empty", "full");
    }

    @Test
    void renamingKeepsFilesAndDirectoriesApart() {
        write("file", "");
        posix.mkdir("d");

        assertFailsWith(Errno.EISDIR, () -> posix.rename("file", "d"));
        assertFailsWith(Errno.ENOTDIR, () -> posix.rename("d", "file"));
        assertFailsWith(Errno.ENOENT, () -> posix.rename("missing", "d"));
    }

    @Test
    void aDirectoryMovesNeitherIntoItselfNorOverItsParents() {
        posix.mkdir("a");
        posix.mkdir("a/b");
        write("a/file", "");

        assertFailsWith(Errno.EINVAL, () -> posix.rename("a", "a/b/c"));
        assertFailsWith(Errno.EINVAL, () -> posix.rename("a", "a/c"));
        assertFailsWith(Errno.ENOTEMPTY, () -> posix.rename("a/b", "a"));
        assertFailsWith(Errno.ENOTEMPTY, () -> posix.rename("a/file", "a"));
    }

    @Test
    void renamingToItselfAndBetweenLinksOfOneFileDoesNothing() {
        write("one", "x");
        posix.link("one", "two");

        posix.mkdir("full");
        posix.mkdir("full/d");

        posix.rename("one", "one");
        posix.rename("one", "two");
        posix.rename("full", "full");

        assertThat(posix.list(".")).containsExactly("full", "one", "two");
    }

    @Test
    void hardLinksAreOneFile() {
        write("one", "x");
        posix.link("one", "two");
        write("two", "changed");

        assertThat(read("one")).isEqualTo("changed");
        assertThat(posix.stat("one").links()).isEqualTo(2);

        posix.unlink("one");

        assertThat(read("two")).isEqualTo("changed");
        assertThat(posix.stat("two").links()).isEqualTo(1);
    }

    @Test
    void aDirectoryHasNoHardLinks() {
        posix.mkdir("d");

        assertFailsWith(Errno.EPERM, () -> posix.link("d", "e"));
    }

    @Test
    void symbolicLinksAreFollowedWhereTheyLead() {
        posix.mkdir("d");
        write("d/file", "found");
        posix.symlink("d", "to-directory");
        posix.symlink("../to-directory/file", "d/to-file");

        assertThat(read("to-directory/to-file")).isEqualTo("found");
        assertThat(posix.readlink("d/to-file")).isEqualTo("../to-directory/file");
        assertThat(posix.lstat("to-directory").type()).isEqualTo(FileType.SYMLINK);
        assertThat(posix.stat("to-directory").type()).isEqualTo(FileType.DIRECTORY);
    }

    @Test
    void linksThatLeadNowhereFailUntilTheirTargetIsMade() {
        posix.symlink("target", "link");
        assertFailsWith(Errno.ENOENT, () -> posix.open("link", O_RDONLY, 0));

        write("link", "through");

        assertThat(read("target")).isEqualTo("through");
    }

    @Test
    void linksThatLeadInCirclesAreNoticed() {
        posix.symlink("b", "a");
        posix.symlink("a", "b");

        assertFailsWith(Errno.ELOOP, () -> posix.open("a", O_RDONLY, 0));
        assertFailsWith(Errno.ELOOP, () -> posix.stat("a/x"));
        assertThat(posix.lstat("a").size()).isEqualTo(1);
    }

    @Test
    void openingALinkItselfIsRefused() {
        write("file", "");
        posix.symlink("file", "link");

        assertFailsWith(Errno.ELOOP, () -> posix.open("link", O_RDONLY | O_NOFOLLOW, 0));
    }

    @Test
    void removingAndRenamingALinkLeavesItsTarget() {
        write("file", "x");
        posix.symlink("file", "link");

        posix.rename("link", "renamed");
        assertThat(posix.readlink("renamed")).isEqualTo("file");
        posix.unlink("renamed");

        assertThat(posix.list(".")).containsExactly("file");
    }

    @Test
    void onlyALinkCanBeReadAsOne() {
        write("file", "x");

        assertFailsWith(Errno.EINVAL, () -> posix.readlink("file"));
    }

    @Test
    void namesAreAtMost255BytesLong() {
        write("n".repeat(255), "long");

        assertThat(read("n".repeat(255))).isEqualTo("long");
        assertFailsWith(Errno.ENAMETOOLONG, () -> posix.open("n".repeat(256), O_WRONLY | O_CREAT, 0));
        assertFailsWith(Errno.ENAMETOOLONG, () -> posix.mkdir("n".repeat(256)));
        assertFailsWith(Errno.ENAMETOOLONG, () -> posix.stat("d/".repeat(2500)));
    }

    @Test
    void modesAndTimesAreKept() {
        write("file", "x");

        posix.chmod("file", 04755);
        posix.setModified("file", 1_000_000_000_123_456_000L);

        assertThat(posix.stat("file").permissions()).isEqualTo(04755);
        assertThat(posix.modified("file")).isEqualTo(1_000_000_000_123_456_000L);
    }

    @Test
    void renamingADirectoryOntoADanglingLinkIsRefused() {
        posix.mkdir("d");
        posix.symlink("nowhere", "link");

        assertFailsWith(Errno.ENOTDIR, () -> posix.rename("d", "link"));
    }

    @Test
    void largeWritesCrossChunksAndExtents() {
        ByteBuffer pattern = ByteBuffer.allocateDirect(5 * 1024 * 1024 + 13);
        for (int i = 0; i < pattern.capacity() / 4; i++) pattern.putInt(4 * i, i * 31);

        try (Posix.Handle file = posix.open("big", O_RDWR | O_CREAT, 0600)) {
            assertThat(file.write(pattern.duplicate(), 7777)).isEqualTo(pattern.capacity());
            ByteBuffer back = ByteBuffer.allocateDirect(pattern.capacity());

            assertThat(file.read(back, 7777)).isEqualTo(pattern.capacity());
            assertThat(back.flip().mismatch(pattern)).isEqualTo(-1);
        }
    }
}
