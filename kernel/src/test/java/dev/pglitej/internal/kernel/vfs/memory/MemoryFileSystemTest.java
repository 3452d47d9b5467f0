package dev.pglitej.internal.kernel.vfs.memory;

import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_CREAT;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDONLY;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDWR;
import static dev.pglitej.internal.kernel.vfs.VfsAssertions.assertFailsWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.time.FakeClock;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.DirectoryEntry;
import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.FileSystemStat;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.Stat;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MemoryFileSystemTest {

    private static final int KIB = 1024;

    private final FakeClock clock = new FakeClock();
    private final Chunks memory = Chunks.ofThisJvm();
    private final MemoryFileSystem fileSystem = new MemoryFileSystem(clock, Capacity.of(1024 * KIB));

    @AfterEach
    void close() {
        fileSystem.close();
    }

    private static OpenFile create(FileSystem fileSystem, String name) {
        return fileSystem.root().createFile(name, 0600, O_RDWR);
    }

    private static ByteBuffer filled(int size, int value) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(size);
        for (int i = 0; i < size; i++) buffer.put(i, (byte) value);
        return buffer;
    }

    private static int byteAt(OpenFile file, long position) {
        ByteBuffer one = ByteBuffer.allocate(1);
        return file.read(one, position) == 0 ? -1 : one.get(0);
    }

    private static OpenFile open(FileSystem fileSystem, String name, int flags) {
        return fileSystem.root().lookup(name).open(flags);
    }

    private long free() {
        FileSystemStat stat = fileSystem.stat();
        return stat.freeBlocks() * stat.blockSize();
    }

    @Test
    void aForkHasTheFilesOfItsOriginAndNoneOfItsLaterChanges() {
        OpenFile file = create(fileSystem, "file");
        file.write(filled(20 * KIB, 1), 0);

        MemoryFileSystem fork = fileSystem.fork();
        file.write(filled(1, 2), 10_000);
        create(fileSystem, "later");

        OpenFile forked = open(fork, "file", O_RDWR);
        assertThat(byteAt(forked, 10_000)).isEqualTo(1);
        assertThat(byteAt(file, 10_000)).isEqualTo(2);
        assertThat(byteAt(file, 9_999)).isEqualTo(1);
        assertThat(fork.root().find("later")).isNull();
    }

    @Test
    void changesToAForkDoNotShowInItsOrigin() {
        create(fileSystem, "file").write(filled(20 * KIB, 1), 0);

        MemoryFileSystem fork = fileSystem.fork();
        OpenFile forked = open(fork, "file", O_RDWR);
        forked.write(filled(KIB, 2), 8 * KIB);
        forked.truncate(12 * KIB);
        forked.changeMode(0400);
        fork.root().rename("file", fork.root(), "renamed");

        OpenFile file = open(fileSystem, "file", O_RDONLY);
        assertThat(file.stat().permissions()).isEqualTo(0600);
        assertThat(file.size()).isEqualTo(20 * KIB);
        assertThat(byteAt(file, 8 * KIB)).isEqualTo(1);
        assertThat(byteAt(file, 20 * KIB - 1)).isEqualTo(1);
        assertThat(byteAt(forked, 8 * KIB)).isEqualTo(2);
        assertThat(byteAt(forked, 0)).isEqualTo(1);
    }

    @Test
    void forksOfForksAreIndependentOfOneAnother() {
        OpenFile file = create(fileSystem, "file");
        file.write(filled(1, 1), 0);
        MemoryFileSystem child = fileSystem.fork();
        MemoryFileSystem grandchild = child.fork();
        MemoryFileSystem sibling = fileSystem.fork();

        open(child, "file", O_RDWR).write(filled(1, 2), 0);
        open(grandchild, "file", O_RDWR).write(filled(1, 3), 0);
        file.write(filled(1, 4), 0);

        assertThat(byteAt(file, 0)).isEqualTo(4);
        assertThat(byteAt(open(child, "file", O_RDONLY), 0)).isEqualTo(2);
        assertThat(byteAt(open(grandchild, "file", O_RDONLY), 0)).isEqualTo(3);
        assertThat(byteAt(open(sibling, "file", O_RDONLY), 0)).isEqualTo(1);
    }

    @Test
    void aForkLeavesBehindWhatLivesOnlyBecauseItIsOpen() {
        long free = free();
        OpenFile file = create(fileSystem, "file");
        file.write(filled(100 * KIB, 1), 0);
        fileSystem.root().unlink("file");

        MemoryFileSystem fork = fileSystem.fork();

        assertThat(fork.stat().freeBlocks() * 8 * KIB).isEqualTo(free);
        assertThat(fork.stat().files()).isEqualTo(1);
        assertThat(byteAt(file, 0)).isEqualTo(1);
        file.close();
        assertThat(free()).isEqualTo(free);
    }

    @Test
    void holesTakeNoRoomAndWrittenZerosNoMemory() {
        long free = free();
        long used = memory.usedBytes();
        OpenFile file = create(fileSystem, "wal");

        file.truncate(1L << 30);
        file.write(ByteBuffer.allocateDirect(256 * KIB), 512 * KIB);

        assertThat(free()).isEqualTo(free - 256 * KIB);
        assertThat(file.stat().blocks()).isEqualTo(512);
        assertThat(byteAt(file, 600 * KIB)).isZero();
        assertThat(memory.usedBytes()).isEqualTo(used);
    }

    @Test
    void whereZerosOrRoomWereWrittenOtherBytesAreNeverRefused() {
        OpenFile file = create(fileSystem, "file");
        file.write(ByteBuffer.allocateDirect(256 * KIB), 0);
        file.allocate(256 * KIB, 256 * KIB);
        create(fileSystem, "rest").write(filled(1024 * KIB, 1), 0);
        assertThat(free()).isZero();

        int written = file.write(filled(512 * KIB, 2), 0);

        assertThat(written).isEqualTo(512 * KIB);
        assertThat(byteAt(file, 512 * KIB - 1)).isEqualTo(2);
    }

    @Test
    void whatForksShareIsOverwrittenInAFullFileSystem() {
        OpenFile file = create(fileSystem, "file");
        file.write(filled(1024 * KIB, 1), 0);

        try (MemoryFileSystem fork = fileSystem.fork()) {
            assertThat(file.write(filled(1024 * KIB, 2), 0)).isEqualTo(1024 * KIB);

            OpenFile forked = open(fork, "file", O_RDWR);
            assertThat(byteAt(forked, 5)).isEqualTo(1);
            assertThat(forked.write(filled(KIB, 3), 0)).isEqualTo(KIB);
            assertFailsWith(Errno.ENOSPC, () -> forked.write(filled(KIB, 3), 1024 * KIB));
        }
    }

    @Test
    void aForkTakesMemoryForWhatItChangesAlone() {
        OpenFile file = create(fileSystem, "file");
        file.write(filled(512 * KIB, 1), 0);
        LostTrees.giveBack();
        long used = memory.usedBytes();

        MemoryFileSystem fork = fileSystem.fork();
        long forked = memory.usedBytes();
        open(fork, "file", O_RDWR).write(filled(1, 2), 100 * KIB);
        long changed = memory.usedBytes();
        fork.close();

        assertThat(forked).isEqualTo(used);
        assertThat(changed).isEqualTo(used + 8 * KIB);
        assertThat(memory.usedBytes()).isEqualTo(used);
        assertThat(byteAt(file, 100 * KIB)).isEqualTo(1);
    }

    @Test
    void whatAForkSharesLivesUntilTheLastOfThemIsClosed() {
        long used = memory.usedBytes();
        create(fileSystem, "file").write(filled(512 * KIB, 1), 0);

        MemoryFileSystem fork = fileSystem.fork();
        fileSystem.close();

        assertThat(byteAt(open(fork, "file", O_RDONLY), 512 * KIB - 1)).isEqualTo(1);
        assertThat(memory.usedBytes()).isEqualTo(used + 512 * KIB);
        fork.close();
        assertThat(memory.usedBytes()).isEqualTo(used);
    }

    @Test
    void oneWhoseForksAreGoneWritesInPlaceAgain() {
        OpenFile file = create(fileSystem, "file");
        file.write(filled(512 * KIB, 1), 0);
        fileSystem.fork().close();
        long used = memory.usedBytes();

        file.write(filled(512 * KIB, 2), 0);

        assertThat(memory.usedBytes()).isEqualTo(used);
    }

    @Test
    void memoryComesBackByTruncatingByRemovingAndByReplacing() {
        long used = memory.usedBytes();
        OpenFile file = create(fileSystem, "file");
        file.write(filled(512 * KIB, 1), 0);
        create(fileSystem, "other").close();

        file.truncate(20 * KIB);
        long truncated = memory.usedBytes();
        file.close();
        fileSystem.root().rename("other", fileSystem.root(), "file");

        assertThat(truncated).isEqualTo(used + 24 * KIB);
        assertThat(memory.usedBytes()).isEqualTo(used);
    }

    @Test
    void whatWasCutOffIsZerosWhenTheFileGrowsAgainInEachFork() {
        OpenFile file = create(fileSystem, "file");
        file.write(filled(8 * KIB, 1), 0);
        try (MemoryFileSystem fork = fileSystem.fork()) {
            file.truncate(100);
            file.truncate(8 * KIB);

            assertThat(byteAt(file, 99)).isEqualTo(1);
            assertThat(byteAt(file, 100)).isZero();
            assertThat(byteAt(open(fork, "file", O_RDONLY), 100)).isEqualTo(1);
        }
    }

    @Test
    void whatNobodyRefersToThoughItWasNeverClosedGivesItsMemoryBack() {
        long used = memory.usedBytes();

        collectLost();

        assertThat(memory.usedBytes()).isLessThanOrEqualTo(used);
    }

    /** What other tests have left unclosed must not come back in the middle of the next one. */
    @BeforeEach
    @Timeout(60)
    void collectLost() {
        long used = memory.usedBytes();
        forget();
        do {
            System.gc();
            new MemoryFileSystem(clock, Capacity.unlimited()).close();
        } while (memory.usedBytes() > used);
    }

    private void forget() {
        create(new MemoryFileSystem(clock, Capacity.unlimited()), "file").write(filled(512 * KIB, 1), 0);
    }

    @Test
    void zerosOverwriteWhatWasThere() {
        OpenFile file = create(fileSystem, "file");
        file.write(filled(8 * KIB, 7), 0);

        file.write(ByteBuffer.allocateDirect(8 * KIB), 0);

        assertThat(byteAt(file, 4_000)).isZero();
    }

    @Test
    void aFullFileSystemWritesWhatFitsAndThenFails() {
        OpenFile file = create(fileSystem, "file");

        int written = file.write(filled(2048 * KIB, 1), 0);

        assertThat(written).isEqualTo(1024 * KIB);
        assertThat(file.size()).isEqualTo(1024 * KIB);
        assertFailsWith(Errno.ENOSPC, () -> file.write(filled(1, 1), 1024 * KIB));
        assertThat(file.write(filled(KIB, 2), 0)).isEqualTo(KIB);
    }

    @Test
    void spaceComesBackByTruncatingAndByRemoving() {
        long free = free();
        OpenFile file = create(fileSystem, "file");
        file.write(filled(1024 * KIB, 1), 0);

        file.truncate(16 * KIB);
        assertThat(free()).isEqualTo(free - 16 * KIB);

        file.close();
        fileSystem.root().unlink("file");
        assertThat(free()).isEqualTo(free);
    }

    @Test
    void nothingOfARemovedFileShowsInTheNextOne() {
        create(fileSystem, "removed").write(filled(32 * KIB, 1), 0);
        OpenFile removed = open(fileSystem, "removed", O_RDWR);
        fileSystem.root().unlink("removed");
        removed.close();

        OpenFile file = create(fileSystem, "file");
        file.write(filled(8 * KIB, 2), 0);
        file.write(filled(1, 3), 8 * KIB + 100);
        file.truncate(24 * KIB);

        assertThat(byteAt(file, 8 * KIB - 1)).isEqualTo(2);
        assertThat(byteAt(file, 8 * KIB + 99)).isZero();
        assertThat(byteAt(file, 8 * KIB + 101)).isZero();
        assertThat(byteAt(file, 24 * KIB - 1)).isZero();
    }

    @Test
    void whatAForkSeesIsNotWrittenOverWhenItsOriginRemovesIt() {
        create(fileSystem, "file").close();
        OpenFile file = open(fileSystem, "file", O_RDWR);
        file.write(filled(32 * KIB, 1), 0);
        MemoryFileSystem fork = fileSystem.fork();
        file.write(filled(8 * KIB, 2), 8 * KIB);
        file.truncate(0);
        fileSystem.root().unlink("file");
        file.close();

        create(fileSystem, "next").write(filled(32 * KIB, 3), 0);

        OpenFile forked = open(fork, "file", O_RDWR);
        assertThat(byteAt(forked, 0)).isEqualTo(1);
        assertThat(byteAt(forked, 8 * KIB)).isEqualTo(1);
        assertThat(byteAt(forked, 32 * KIB - 1)).isEqualTo(1);
    }

    @Test
    void aSmallFileTakesOneChunk() {
        OpenFile file = create(fileSystem, "PG_VERSION");

        file.write(filled(3, 'x'), 0);

        assertThat(file.stat().blocks()).isEqualTo(16);
    }

    @Test
    void allocationExtendsTheFileIfThereIsRoomForIt() {
        OpenFile file = create(fileSystem, "file");

        file.allocate(0, 512 * KIB);

        assertThat(file.size()).isEqualTo(512 * KIB);
        assertFailsWith(Errno.ENOSPC, () -> file.allocate(0, 1025 * KIB));
        assertFailsWith(Errno.EINVAL, () -> file.allocate(0, 0));
        assertFailsWith(Errno.EFBIG, () -> file.allocate(1, Long.MAX_VALUE));
    }

    @Test
    void offsetsBeyondReasonAreRefused() {
        OpenFile file = create(fileSystem, "file");

        assertFailsWith(Errno.EFBIG, () -> file.write(filled(1, 1), Long.MAX_VALUE));
        assertFailsWith(Errno.EFBIG, () -> file.truncate(Long.MAX_VALUE));
        assertFailsWith(Errno.EINVAL, () -> file.write(filled(1, 1), -1));
        assertFailsWith(Errno.EINVAL, () -> file.read(filled(1, 1), -1));
        assertFailsWith(Errno.EINVAL, () -> file.truncate(-1));
    }

    @Test
    void accessIsWhatTheFileWasOpenedFor() {
        create(fileSystem, "file").close();
        OpenFile reading = open(fileSystem, "file", O_RDONLY);
        OpenFile writing = open(fileSystem, "file", OpenFlags.O_WRONLY);

        assertFailsWith(Errno.EBADF, () -> reading.write(filled(1, 1), 0));
        assertFailsWith(Errno.EINVAL, () -> reading.truncate(0));
        assertFailsWith(Errno.EBADF, () -> writing.read(filled(1, 1), 0));
    }

    @Test
    void aClosedFileIsOfNoUseAndMayBeClosedAgain() {
        OpenFile file = create(fileSystem, "file");

        file.close();
        file.close();

        assertFailsWith(Errno.EBADF, () -> file.read(filled(1, 1), 0));
        assertFailsWith(Errno.EBADF, () -> file.sync(true));
    }

    @Test
    void aReferenceToARemovedFileFailsEvenIfItsSlotIsUsedAgain() {
        create(fileSystem, "file").close();
        Inode removed = fileSystem.root().lookup("file");

        fileSystem.root().unlink("file");
        create(fileSystem, "another");

        assertFailsWith(Errno.ENOENT, removed::stat);
        assertFailsWith(Errno.ENOENT, () -> removed.open(O_RDONLY));
    }

    @Test
    void aRemovedDirectoryThatIsOpenCanBeLookedAtButNothingCanComeIntoIt() {
        Directory directory = fileSystem.root().makeDirectory("d", 0755);
        OpenFile open = directory.open(O_RDONLY);

        fileSystem.root().removeDirectory("d");

        assertThat(open.stat().links()).isZero();
        assertThat(directory.entries()).isEmpty();
        assertFailsWith(Errno.ENOENT, () -> directory.createFile("file", 0600, O_RDWR | O_CREAT));
        assertFailsWith(Errno.ENOENT, directory::parent);
        open.close();
        assertFailsWith(Errno.ENOENT, directory::stat);
    }

    @Test
    void directoriesCountTheirSubdirectories() {
        Directory root = fileSystem.root();
        Directory a = root.makeDirectory("a", 0755);
        Directory b = root.makeDirectory("b", 0755);
        a.makeDirectory("sub", 0755);

        a.rename("sub", b, "sub");

        assertThat(a.stat().links()).isEqualTo(2);
        assertThat(b.stat().links()).isEqualTo(3);
        assertThat(b.lookup("sub").asDirectory().parent().isSameFile(b)).isTrue();
    }

    @Test
    void timesFollowTheClock() {
        OpenFile file = create(fileSystem, "file");
        clock.advance(1_000);
        file.write(filled(1, 1), 0);
        clock.advance(1_000);
        file.changeMode(0640);

        Stat stat = file.stat();

        assertThat(stat.accessedNanos()).isEqualTo(FakeClock.START_NANOS);
        assertThat(stat.modifiedNanos()).isEqualTo(FakeClock.START_NANOS + 1_000);
        assertThat(stat.changedNanos()).isEqualTo(FakeClock.START_NANOS + 2_000);
    }

    @Test
    void entriesAreASnapshotThatLaterChangesLeaveAlone() {
        for (int i = 0; i < 100; i++) create(fileSystem, "f" + i).close();

        List<DirectoryEntry> entries = fileSystem.root().entries();
        for (DirectoryEntry entry : entries) fileSystem.root().unlink(entry.name());

        assertThat(entries).hasSize(100);
        assertThat(fileSystem.root().entries()).isEmpty();
    }

    @Test
    void nothingWorksOnAClosedFileSystemButClosing() {
        OpenFile file = create(fileSystem, "file");
        fileSystem.close();
        fileSystem.close();

        assertFailsWith(Errno.EIO, () -> file.read(filled(1, 1), 0));
        assertFailsWith(Errno.EIO, () -> fileSystem.root().entries());
        file.close();
    }
}
