package dev.pglitej.internal.kernel.vfs.fixed;

import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDONLY;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDWR;
import static dev.pglitej.internal.kernel.vfs.VfsAssertions.assertFailsWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.MountTable;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DevicesTest {

    private final MountTable mounts = new MountTable(Devices.fileSystem(new Random(1), 0));

    private OpenFile open(String path, int flags) {
        return mounts.open(mounts.root(), path, flags, 0);
    }

    @Test
    void nullIsEmptyAndSwallowsEverything() {
        OpenFile device = open("null", O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_TRUNC);
        ByteBuffer bytes = ByteBuffer.allocate(10);

        assertThat(device.read(ByteBuffer.allocate(1), 0)).isZero();
        assertThat(device.write(bytes, 0)).isEqualTo(10);
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(device.isSeekable()).isFalse();
        assertThat(device.stat().mode()).isEqualTo(0020666);
        assertThat(device.stat().specialDevice()).isEqualTo(0x103);
    }

    @Test
    void zeroNeverEnds() {
        ByteBuffer bytes = ByteBuffer.allocate(10_000).put(9_999, (byte) 1);

        assertThat(open("zero", O_RDONLY).read(bytes, 0)).isEqualTo(10_000);
        assertThat(bytes.get(9_999)).isZero();
    }

    @Test
    void fullIsFull() {
        assertFailsWith(Errno.ENOSPC, () -> open("full", O_RDWR).write(ByteBuffer.allocate(1), 0));
    }

    @Test
    void randomBytesDiffer() {
        ByteBuffer one = ByteBuffer.allocate(16);
        ByteBuffer two = ByteBuffer.allocate(16);

        open("random", O_RDONLY).read(one, 0);
        open("urandom", O_RDONLY).read(two, 0);

        assertThat(one.flip()).isNotEqualTo(two.flip());
    }

    @Test
    void aDeviceKeepsToItsAccessModeAndFailsOnceClosed() {
        OpenFile device = open("zero", O_RDONLY);

        assertFailsWith(Errno.EBADF, () -> device.write(ByteBuffer.allocate(1), 0));
        device.close();
        assertFailsWith(Errno.EBADF, () -> device.read(ByteBuffer.allocate(1), 0));
    }

    @Test
    void thereIsADirectoryToMountSharedMemoryOnAndLinksToTheStandardStreams() {
        assertThat(mounts.resolve(mounts.root(), "shm").stat().mode()).isEqualTo(0041777);
        assertThat(mounts.resolveNoFollow(mounts.root(), "stdin").type()).isEqualTo(FileType.SYMLINK);
        assertThat(Devices.emptyProc(0)
                        .root()
                        .lookup("self")
                        .asDirectory()
                        .lookup("fd")
                        .type())
                .isEqualTo(FileType.DIRECTORY);
    }

    @Test
    void whatIsWrittenToAnyOtherDeviceIsGone() {
        for (String name : new String[] {"null", "zero", "random", "urandom"}) {
            ByteBuffer bytes = ByteBuffer.allocate(10);

            assertThat(open(name, O_RDWR).append(bytes)).isZero();
            assertThat(bytes.hasRemaining()).isFalse();
        }
        ByteBuffer zeros = ByteBuffer.allocate(10).put(9, (byte) 1);
        assertThat(open("full", O_RDONLY).read(zeros, 0)).isEqualTo(10);
        assertThat(zeros.get(9)).isZero();
    }

    /** As on Linux. */
    @Test
    void aDeviceHasNeitherLengthNorDisk() {
        OpenFile device = open("null", O_RDWR);

        assertFailsWith(Errno.EINVAL, () -> device.truncate(0));
        assertFailsWith(Errno.ENODEV, () -> device.allocate(0, 1));
        assertFailsWith(Errno.EINVAL, () -> device.sync(true));
    }
}
