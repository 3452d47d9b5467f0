package dev.pglitej.internal.kernel.abi;

import static dev.pglitej.internal.kernel.abi.Machine.BAD_ADDRESS;
import static dev.pglitej.internal.kernel.abi.Machine.WORKING_DIRECTORY;
import static dev.pglitej.internal.kernel.abi.Machine.minus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import org.junit.jupiter.api.Test;

final class StatCallsTest {

    private static final int STAT = 1024;
    private static final int EMPTY_PATH = 0x1000;
    private static final int NO_FOLLOW = 0x100;

    private final Machine machine = new Machine();
    private final int file = machine.open("/file", OpenFlags.O_RDWR | OpenFlags.O_CREAT);
    private final int path = machine.text("/file");

    @Test
    void theMembersAreWhereTheCLibraryLooksForThem() {
        machine.call("__syscall_ftruncate64", file, 1000);
        setTimes(1_000_000_000L, 5, -1, 999_999_999);

        assertThat(machine.call("__syscall_fstat64", file, STAT)).isZero();

        assertThat(machine.memory.getInt(STAT + 4)).isEqualTo(0100644);
        assertThat(machine.memory.getInt(STAT + 8)).isEqualTo(1);
        assertThat(machine.memory.getInt(STAT + 12)).isZero();
        assertThat(machine.memory.getLong(STAT + 24)).isEqualTo(1000);
        assertThat(machine.memory.getInt(STAT + 32))
                .isEqualTo(machine.process.descriptors().get(file).stat().blockSize());
        assertThat(machine.memory.getLong(STAT + 40)).isEqualTo(1_000_000_000L);
        assertThat(machine.memory.getInt(STAT + 48)).isEqualTo(5);
        assertThat(machine.memory.getLong(STAT + 56)).isEqualTo(-1);
        assertThat(machine.memory.getInt(STAT + 64)).isEqualTo(999_999_999);
        assertThat(machine.memory.getLong(STAT + 88)).isPositive();
    }

    private void setTimes(long accessedSeconds, int accessedNanos, long modifiedSeconds, int modifiedNanos) {
        assertThat(machine.call(
                        "__syscall_utimensat",
                        WORKING_DIRECTORY,
                        path,
                        times(accessedSeconds, accessedNanos, modifiedSeconds, modifiedNanos),
                        0))
                .isZero();
    }

    private int times(long accessedSeconds, int accessedNanos, long modifiedSeconds, int modifiedNanos) {
        return machine.vector(
                (int) accessedSeconds,
                (int) (accessedSeconds >> 32),
                accessedNanos,
                0,
                (int) modifiedSeconds,
                (int) (modifiedSeconds >> 32),
                modifiedNanos,
                0);
    }

    @Test
    void timesCanBeOmittedOrNow() {
        setTimes(7, 0, 8, 0);
        setTimes(0, 0x3ffffffe, 0, 0x3fffffff);

        machine.call("__syscall_fstat64", file, STAT);
        assertThat(machine.memory.getLong(STAT + 40)).isEqualTo(7);
        assertThat(machine.memory.getLong(STAT + 56)).isGreaterThan(1_600_000_000L);
        assertThat(machine.call("__syscall_utimensat", file, 0, 0, 0)).isZero();
        assertThat(machine.call("__syscall_utimensat", WORKING_DIRECTORY, path, times(0, -1, 0, 0), 0))
                .isEqualTo(minus(Errno.EINVAL));
    }

    @Test
    void linksAreFollowedOrNot() {
        machine.call("__syscall_symlinkat", path, WORKING_DIRECTORY, machine.text("/link"));
        int link = machine.text("/link");

        machine.call("__syscall_stat64", link, STAT);
        assertThat(machine.memory.getInt(STAT + 4)).isEqualTo(0100644);
        machine.call("__syscall_lstat64", link, STAT);
        assertThat(machine.memory.getInt(STAT + 4) & 0170000).isEqualTo(0120000);
        machine.call("__syscall_newfstatat", WORKING_DIRECTORY, link, STAT, NO_FOLLOW);
        assertThat(machine.memory.getInt(STAT + 4) & 0170000).isEqualTo(0120000);
    }

    @Test
    void anEmptyPathMeansTheDescriptorItselfIfAskedFor() {
        int empty = machine.text("");

        assertThat(machine.call("__syscall_newfstatat", file, empty, STAT, EMPTY_PATH))
                .isZero();
        assertThat(machine.call("__syscall_newfstatat", WORKING_DIRECTORY, empty, STAT, EMPTY_PATH))
                .isZero();
        assertThat(machine.memory.getInt(STAT + 4) & 0170000).isEqualTo(0040000);
        assertThat(machine.call("__syscall_newfstatat", file, empty, STAT, 0)).isEqualTo(minus(Errno.ENOTDIR));
        assertThat(machine.call("__syscall_newfstatat", file, empty, STAT, 1)).isEqualTo(minus(Errno.EINVAL));
    }

    @Test
    void anythingOpenHasAStat() {
        machine.call("__syscall_pipe2", STAT, 0);
        int reader = machine.memory.getInt(STAT);

        assertThat(machine.call("__syscall_fstat64", reader, STAT)).isZero();
        assertThat(machine.memory.getInt(STAT + 4) & 0170000).isEqualTo(0010000);
    }

    @Test
    void modesAndOwnersChange() {
        assertThat(machine.call("__syscall_chmod", path, 0600)).isZero();
        assertThat(machine.call("__syscall_fchmod", file, 0100640)).isZero();
        machine.call("__syscall_fstat64", file, STAT);
        assertThat(machine.memory.getInt(STAT + 4)).isEqualTo(0100640);
        assertThat(machine.call("__syscall_fchmodat2", WORKING_DIRECTORY, path, 0755, 0))
                .isZero();
        assertThat(machine.call("__syscall_fchown32", file, 12, -1)).isZero();
        assertThat(machine.call("__syscall_fchownat", WORKING_DIRECTORY, path, -1, 34, 0))
                .isZero();
        machine.call("__syscall_fstat64", file, STAT);
        assertThat(machine.memory.getInt(STAT + 4)).isEqualTo(0100755);
        assertThat(machine.memory.getInt(STAT + 12)).isEqualTo(12);
        assertThat(machine.memory.getInt(STAT + 16)).isEqualTo(34);
    }

    @Test
    void aFileSystemTellsOfItself() {
        assertThat(machine.call("__syscall_statfs64", path, 88, STAT)).isZero();

        assertThat(machine.memory.getInt(STAT + 4)).isPositive();
        assertThat(machine.memory.getInt(STAT + 56)).isEqualTo(255);
        assertThat(machine.call("__syscall_statfs64", path, 87, STAT)).isEqualTo(minus(Errno.EINVAL));
    }

    @Test
    void badArgumentsAreErrors() {
        assertThat(machine.call("__syscall_fstat64", 99, STAT)).isEqualTo(minus(Errno.EBADF));
        assertThat(machine.call("__syscall_fstat64", file, BAD_ADDRESS - 95)).isEqualTo(minus(Errno.EFAULT));
        assertThat(machine.call("__syscall_stat64", -1, STAT)).isEqualTo(minus(Errno.EFAULT));
        assertThat(machine.call("__syscall_fchmod", 99, 0)).isEqualTo(minus(Errno.EBADF));
    }
}
