package dev.pglitej.internal.kernel.abi;

import static dev.pglitej.internal.kernel.abi.Machine.BAD_ADDRESS;
import static dev.pglitej.internal.kernel.abi.Machine.minus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import org.junit.jupiter.api.Test;

final class DescriptorCallsTest {

    private static final int BUFFER = 1024;

    private final Machine machine = new Machine();
    private final int file = machine.open("/file", OpenFlags.O_RDWR | OpenFlags.O_CREAT);

    private int fcntl(int descriptor, int command, int argument) {
        return machine.call("__syscall_fcntl64", descriptor, command, machine.vector(argument));
    }

    private int reader() {
        machine.call("__syscall_pipe2", BUFFER, 0);
        return machine.memory.getInt(BUFFER);
    }

    @Test
    void descriptorsAreDuplicatedAndClosed() {
        assertThat(machine.call("__syscall_dup", file)).isEqualTo(file + 1);
        assertThat(machine.call("__syscall_dup3", file, 10, OpenFlags.O_CLOEXEC))
                .isEqualTo(10);
        assertThat(fcntl(file, 0, 20)).isEqualTo(20);
        assertThat(fcntl(file, 1030, 20)).isEqualTo(21);
        assertThat(fcntl(21, 1, 0)).isEqualTo(1);
        assertThat(fcntl(20, 1, 0)).isZero();
        assertThat(fcntl(20, 2, 1)).isZero();
        assertThat(fcntl(20, 1, 0)).isEqualTo(1);
        assertThat(machine.call("fd_close", 10)).isZero();
        assertThat(machine.call("fd_close", 10)).isEqualTo(Errno.EBADF.number());
        assertThat(machine.call("__syscall_dup3", file, file, 0)).isEqualTo(minus(Errno.EINVAL));
        assertThat(machine.call("__syscall_dup3", file, 10, 1)).isEqualTo(minus(Errno.EINVAL));
        assertThat(machine.call("__syscall_dup3", file, 5000, 0)).isEqualTo(minus(Errno.EBADF));
    }

    @Test
    void statusFlagsAreReadAndChanged() {
        assertThat(fcntl(file, 3, 0)).isEqualTo(OpenFlags.O_RDWR);
        assertThat(fcntl(file, 4, OpenFlags.O_APPEND | OpenFlags.O_WRONLY | OpenFlags.O_CREAT))
                .isZero();
        assertThat(fcntl(file, 3, 0)).isEqualTo(OpenFlags.O_RDWR | OpenFlags.O_APPEND);
    }

    @Test
    void whatFcntlDoesNotDoItRefuses() {
        assertThat(fcntl(file, 13, 0)).isEqualTo(minus(Errno.ENOLCK));
        assertThat(fcntl(file, 999, 0)).isEqualTo(minus(Errno.EINVAL));
        assertThat(fcntl(file, 0, -1)).isEqualTo(minus(Errno.EINVAL));
        assertThat(fcntl(99, 3, 0)).isEqualTo(minus(Errno.EBADF));
        assertThat(machine.call("__syscall_fcntl64", file, 4, BAD_ADDRESS)).isEqualTo(minus(Errno.EFAULT));
        assertThat(machine.call("__syscall_ioctl", file, 21523, 0)).isEqualTo(minus(Errno.ENOTTY));
        assertThat(machine.call("__syscall_ioctl", 99, 21523, 0)).isEqualTo(minus(Errno.EBADF));
    }

    @Test
    void seekingCountsFromStartCurrentAndEnd() {
        machine.call("__syscall_ftruncate64", file, 100);

        assertThat(seek(10, 0)).isEqualTo(10);
        assertThat(seek(5, 1)).isEqualTo(15);
        assertThat(seek(-1, 2)).isEqualTo(99);
        assertThat(seek(1000, 2)).isEqualTo(1100);
        assertThat(machine.call("fd_seek", file, -2000, 1, BUFFER)).isEqualTo(Errno.EINVAL.number());
        assertThat(machine.call("fd_seek", file, Long.MAX_VALUE, 1, BUFFER)).isEqualTo(Errno.EOVERFLOW.number());
        assertThat(machine.call("fd_seek", file, 0, 3, BUFFER)).isEqualTo(Errno.EINVAL.number());
        assertThat(machine.call("fd_seek", file, 0, 0, BAD_ADDRESS)).isEqualTo(Errno.EFAULT.number());
        assertThat(machine.call("fd_seek", reader(), 0, 0, BUFFER)).isEqualTo(Errno.ESPIPE.number());
        assertThat(seek(0, 1)).isEqualTo(1100);
    }

    private long seek(long offset, int whence) {
        assertThat(machine.call("fd_seek", file, offset, whence, BUFFER)).isZero();
        return machine.memory.getLong(BUFFER);
    }

    @Test
    void spaceIsAllocatedAndCutOff() {
        assertThat(machine.call("__syscall_fallocate", file, 0, 100, 50)).isZero();
        assertThat(seek(0, 2)).isEqualTo(150);
        assertThat(machine.call("__syscall_fallocate", file, 1, 0, 50)).isEqualTo(minus(Errno.EOPNOTSUPP));
        assertThat(machine.call("__syscall_fallocate", file, 0, 0, 0)).isEqualTo(minus(Errno.EINVAL));
        assertThat(machine.call("__syscall_fallocate", file, 0, 1, Long.MAX_VALUE))
                .isEqualTo(minus(Errno.EFBIG));
        assertThat(machine.call("__syscall_fallocate", reader(), 0, 0, 1)).isEqualTo(minus(Errno.ESPIPE));
        assertThat(machine.call("__syscall_ftruncate64", file, 7)).isZero();
        assertThat(seek(0, 2)).isEqualTo(7);
        assertThat(machine.call("__syscall_ftruncate64", file, -1)).isEqualTo(minus(Errno.EINVAL));
        assertThat(machine.call("__syscall_ftruncate64", machine.open("/file", 0), 1))
                .isEqualTo(minus(Errno.EINVAL));
    }

    @Test
    void filesAreSyncedAndAdvisedUpon() {
        assertThat(machine.call("fd_sync", file)).isZero();
        assertThat(machine.call("__syscall_fdatasync", file)).isZero();
        assertThat(machine.call("fd_sync", machine.open("/", 0))).isZero();
        assertThat(machine.call("fd_sync", 99)).isEqualTo(Errno.EBADF.number());
        assertThat(machine.call("fd_sync", reader())).isEqualTo(Errno.EINVAL.number());
        assertThat(machine.call("__syscall_fadvise64", file, 0, 0, 3)).isZero();
        assertThat(machine.call("__syscall_fadvise64", file, 0, 0, 6)).isEqualTo(minus(Errno.EINVAL));
        assertThat(machine.call("__syscall_fadvise64", reader(), 0, 0, 3)).isEqualTo(minus(Errno.ESPIPE));
    }

    @Test
    void nothingIsATerminal() {
        for (int descriptor : new int[] {0, 1, 2, file}) {
            assertThat(machine.call("fd_fdstat_get", descriptor, BUFFER)).isZero();
            assertThat(machine.memory.getByte(BUFFER)).isNotEqualTo((byte) 2);
        }
        assertThat(machine.memory.getByte(BUFFER)).isEqualTo((byte) 4);
        assertThat(machine.call("fd_fdstat_get", 99, BUFFER)).isEqualTo(Errno.EBADF.number());
    }
}
