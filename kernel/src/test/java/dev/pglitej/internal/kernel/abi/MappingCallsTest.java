package dev.pglitej.internal.kernel.abi;

import static dev.pglitej.internal.kernel.abi.Machine.minus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import org.junit.jupiter.api.Test;

final class MappingCallsTest {

    private static final int ALLOCATED = 1000;
    private static final int ADDRESS = 1004;
    private static final int READ_WRITE = 3;
    private static final int SHARED = 1;
    private static final int PRIVATE = 2;

    private final Machine machine = new Machine();
    private final int file = machine.open("/file", OpenFlags.O_RDWR | OpenFlags.O_CREAT);

    private int map(int length, int flags, int descriptor, long offset) {
        return machine.call("_mmap_js", length, READ_WRITE, flags, descriptor, offset, ALLOCATED, ADDRESS);
    }

    private int write(String text) {
        return machine.call("fd_write", file, machine.vector(machine.text(text), text.length()), 1, ALLOCATED);
    }

    @Test
    void aMappingHoldsTheFileAndZerosBehindItsEnd() {
        write("0123456789");

        assertThat(map(8, PRIVATE, file, 5)).isZero();

        int address = machine.memory.getInt(ADDRESS);
        assertThat(machine.memory.getInt(ALLOCATED)).isEqualTo(1);
        assertThat(machine.bytes(address, 8)).isEqualTo("56789\0\0\0");
    }

    @Test
    void aPrivateMappingDoesNotGoBackIntoItsFile() {
        write("0123456789");
        map(10, PRIVATE, file, 0);
        int address = machine.memory.getInt(ADDRESS);
        machine.memory.putByte(address, (byte) 'a');

        assertThat(machine.call("_munmap_js", address, 10, READ_WRITE, PRIVATE, file, 0))
                .isZero();
        assertThat(contents()).isEqualTo("0123456789");
    }

    @Test
    void aSharedMappingGoesBackIntoItsFileThoughClosedAndDoesNotExtendIt() {
        write("0123456789");
        int other = machine.call("__syscall_dup", file);
        map(100, SHARED, other, 0);
        machine.call("fd_close", other);
        assertThat(machine.open("/other", OpenFlags.O_RDWR | OpenFlags.O_CREAT)).isEqualTo(other);
        int address = machine.memory.getInt(ADDRESS);
        machine.memory.put(address, new byte[] {'a', 'b'}, 0, 2);

        assertThat(machine.call("_munmap_js", address, 100, READ_WRITE, SHARED, other, 0))
                .isZero();
        assertThat(contents()).isEqualTo("ab23456789");
    }

    private String contents() {
        machine.call("fd_pread", file, machine.vector(2000, 1000), 1, 0, ALLOCATED);
        return machine.bytes(2000, machine.memory.getInt(ALLOCATED));
    }

    @Test
    void whatCannotBeMappedIsRefused() {
        int readOnly = machine.open("/file", OpenFlags.O_RDONLY);

        assertThat(map(10, SHARED, readOnly, 0)).isEqualTo(minus(Errno.EACCES));
        assertThat(map(10, PRIVATE, machine.open("/file", OpenFlags.O_WRONLY), 0))
                .isEqualTo(minus(Errno.EACCES));
        assertThat(map(10, PRIVATE, machine.open("/", 0), 0)).isEqualTo(minus(Errno.ENODEV));
        assertThat(map(10, PRIVATE, 99, 0)).isEqualTo(minus(Errno.EBADF));
        assertThat(map(10, 0, file, 0)).isEqualTo(minus(Errno.EINVAL));
        assertThat(map(0, SHARED, file, 0)).isEqualTo(minus(Errno.EINVAL));
        assertThat(map(10, SHARED, file, -1)).isEqualTo(minus(Errno.EINVAL));
        assertThat(map(-1, SHARED, file, 0)).isEqualTo(minus(Errno.ENOMEM));
        assertThat(map(1 << 28, SHARED, file, 0)).isEqualTo(minus(Errno.ENOMEM));
    }
}
