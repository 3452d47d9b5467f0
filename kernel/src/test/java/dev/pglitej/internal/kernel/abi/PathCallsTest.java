package dev.pglitej.internal.kernel.abi;

import static dev.pglitej.internal.kernel.abi.Machine.BAD_ADDRESS;
import static dev.pglitej.internal.kernel.abi.Machine.WORKING_DIRECTORY;
import static dev.pglitej.internal.kernel.abi.Machine.minus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import org.junit.jupiter.api.Test;

final class PathCallsTest {

    private static final int CREATE = OpenFlags.O_RDWR | OpenFlags.O_CREAT;
    private static final int BUFFER = 1024;

    private final Machine machine = new Machine();

    private int mkdir(String path) {
        return machine.call("__syscall_mkdirat", WORKING_DIRECTORY, machine.text(path), 0777);
    }

    private int modeOf(String path) {
        assertThat(machine.call("__syscall_stat64", machine.text(path), BUFFER)).isZero();
        return machine.memory.getInt(BUFFER + 4);
    }

    @Test
    void openingTakesTheLowestDescriptorAndTheUmask() {
        assertThat(machine.open("/file", CREATE)).isEqualTo(3);
        assertThat(machine.open("/file", OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC))
                .isEqualTo(4);

        assertThat(modeOf("/file")).isEqualTo(0100644);
        assertThat(machine.process.descriptors().isClosedOnExec(3)).isFalse();
        assertThat(machine.process.descriptors().isClosedOnExec(4)).isTrue();
    }

    @Test
    void openingFailsWithTheErrorThatTheFileSystemHas() {
        assertThat(machine.open("/missing", 0)).isEqualTo(minus(Errno.ENOENT));
        assertThat(machine.open("", 0)).isEqualTo(minus(Errno.ENOENT));
        assertThat(machine.open("/", OpenFlags.O_WRONLY)).isEqualTo(minus(Errno.EISDIR));
        assertThat(machine.open("/" + "x".repeat(5000), 0)).isEqualTo(minus(Errno.ENAMETOOLONG));
        assertThat(machine.call("__syscall_openat", WORKING_DIRECTORY, BAD_ADDRESS, 0, 0))
                .isEqualTo(minus(Errno.EFAULT));
        assertThat(machine.call("__syscall_openat", WORKING_DIRECTORY, machine.text("/f"), CREATE, BAD_ADDRESS))
                .isEqualTo(minus(Errno.EFAULT));
    }

    @Test
    void relativePathsStartAtTheGivenDirectory() {
        mkdir("/d");
        int directory = machine.open("/d", OpenFlags.O_DIRECTORY);
        int file = machine.open("/file", CREATE);
        int mode = machine.vector(0600);

        assertThat(machine.call("__syscall_openat", directory, machine.text("f"), CREATE, mode))
                .isPositive();
        assertThat(modeOf("/d/f")).isEqualTo(0100600);
        assertThat(machine.call("__syscall_openat", file, machine.text("f"), 0, 0))
                .isEqualTo(minus(Errno.ENOTDIR));
        assertThat(machine.call("__syscall_openat", 77, machine.text("f"), 0, 0))
                .isEqualTo(minus(Errno.EBADF));
        assertThat(machine.call("__syscall_openat", 77, machine.text("/d/f"), 0, 0))
                .isPositive();
    }

    @Test
    void theNameOfADescriptorOpensADuplicate() {
        int file = machine.open("/file", CREATE);

        int duplicate = machine.open("/proc/self/fd/" + file, 0);

        assertThat(machine.process.descriptors().get(duplicate))
                .isSameAs(machine.process.descriptors().get(file));
        assertThat(machine.open("/dev/fd/99", 0)).isEqualTo(minus(Errno.ENOENT));
    }

    @Test
    void theWorkingDirectoryChangesAndIsTold() {
        mkdir("/d");
        assertThat(machine.call("__syscall_chdir", machine.text("d"))).isZero();

        assertThat(machine.call("__syscall_getcwd", BUFFER, 3)).isEqualTo(3);
        assertThat(machine.memory.cString(BUFFER)).isEqualTo("/d");
        assertThat(machine.call("__syscall_getcwd", BUFFER, 2)).isEqualTo(minus(Errno.ERANGE));
        assertThat(machine.call("__syscall_getcwd", BUFFER, 0)).isEqualTo(minus(Errno.EINVAL));
        assertThat(machine.call("__syscall_getcwd", BAD_ADDRESS, 100)).isEqualTo(minus(Errno.EFAULT));
        assertThat(machine.call("__syscall_chdir", machine.text("/missing"))).isEqualTo(minus(Errno.ENOENT));
    }

    @Test
    void symbolicLinksAreMadeReadAndFollowed() {
        machine.open("/file", CREATE);
        assertThat(machine.call("__syscall_symlinkat", machine.text("file"), WORKING_DIRECTORY, machine.text("/link")))
                .isZero();

        assertThat(machine.call("__syscall_readlinkat", WORKING_DIRECTORY, machine.text("/link"), BUFFER, 100))
                .isEqualTo(4);
        assertThat(machine.bytes(BUFFER, 4)).isEqualTo("file");
        assertThat(machine.call("__syscall_readlinkat", WORKING_DIRECTORY, machine.text("/link"), BUFFER, 2))
                .isEqualTo(2);
        assertThat(machine.call("__syscall_readlinkat", WORKING_DIRECTORY, machine.text("/link"), BUFFER, 0))
                .isEqualTo(minus(Errno.EINVAL));
        assertThat(machine.call("__syscall_readlinkat", WORKING_DIRECTORY, machine.text("/file"), BUFFER, 9))
                .isEqualTo(minus(Errno.EINVAL));
        assertThat(modeOf("/link")).isEqualTo(0100644);
    }

    @Test
    void namesAreLinkedRenamedAndRemoved() {
        machine.open("/a", CREATE);
        mkdir("/d");
        int a = machine.text("/a");
        int b = machine.text("/b");
        int d = machine.text("/d");

        assertThat(machine.call("__syscall_linkat", WORKING_DIRECTORY, a, WORKING_DIRECTORY, b, 0))
                .isZero();
        assertThat(machine.call("__syscall_linkat", WORKING_DIRECTORY, a, WORKING_DIRECTORY, b, 7))
                .isEqualTo(minus(Errno.EINVAL));
        assertThat(machine.call("__syscall_renameat", WORKING_DIRECTORY, a, WORKING_DIRECTORY, machine.text("/d/a")))
                .isZero();
        assertThat(machine.call("__syscall_unlinkat", WORKING_DIRECTORY, a, 0)).isEqualTo(minus(Errno.ENOENT));
        assertThat(machine.call("__syscall_unlinkat", WORKING_DIRECTORY, d, 0)).isEqualTo(minus(Errno.EISDIR));
        assertThat(machine.call("__syscall_unlinkat", WORKING_DIRECTORY, d, 1)).isEqualTo(minus(Errno.EINVAL));
        assertThat(machine.call("__syscall_rmdir", d)).isEqualTo(minus(Errno.ENOTEMPTY));
        assertThat(machine.call("__syscall_unlinkat", WORKING_DIRECTORY, machine.text("/d/a"), 0))
                .isZero();
        assertThat(machine.call("__syscall_unlinkat", WORKING_DIRECTORY, d, 0x200))
                .isZero();
    }

    @Test
    void accessIsChecked() {
        machine.open("/file", CREATE);
        int file = machine.text("/file");

        assertThat(machine.call("__syscall_faccessat", WORKING_DIRECTORY, file, 6, 0))
                .isZero();
        assertThat(machine.call("__syscall_faccessat", WORKING_DIRECTORY, file, 1, 0))
                .isEqualTo(minus(Errno.EACCES));
        assertThat(machine.call("__syscall_faccessat", WORKING_DIRECTORY, file, 8, 0))
                .isEqualTo(minus(Errno.EINVAL));
    }

    @Test
    void umaskTellsTheFormerMask() {
        assertThat(machine.call("__syscall_umask", 077)).isEqualTo(022);
        assertThat(machine.call("__syscall_umask", -1)).isEqualTo(077);
        assertThat(machine.call("__syscall_umask", 0)).isEqualTo(0777);
    }

    @Test
    void truncatingByNameSetsTheSize() {
        machine.open("/file", CREATE);

        assertThat(machine.call("__syscall_truncate64", machine.text("/file"), 5_000_000_000L))
                .isZero();
        machine.call("__syscall_stat64", machine.text("/file"), BUFFER);
        assertThat(machine.memory.getLong(BUFFER + 24)).isEqualTo(5_000_000_000L);
        assertThat(machine.call("__syscall_truncate64", machine.text("/file"), -1))
                .isEqualTo(minus(Errno.EINVAL));
    }
}
