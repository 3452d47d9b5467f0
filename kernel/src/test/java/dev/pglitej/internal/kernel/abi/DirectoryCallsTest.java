package dev.pglitej.internal.kernel.abi;

import static dev.pglitej.internal.kernel.abi.Machine.WORKING_DIRECTORY;
import static dev.pglitej.internal.kernel.abi.Machine.minus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DirectoryCallsTest {

    private static final int BUFFER = 0x10000;
    private static final int RECORD = 280;

    private final Machine machine = new Machine();
    private final int directory = machine.open("/", OpenFlags.O_DIRECTORY);

    private List<String> read(int records) {
        int bytes = machine.call("__syscall_getdents64", directory, BUFFER, records * RECORD + RECORD - 1);
        List<String> names = new ArrayList<>();
        for (int at = BUFFER; at < BUFFER + bytes; at += RECORD) {
            assertThat(machine.memory.getShort(at + 16)).isEqualTo((short) RECORD);
            names.add(machine.memory.getByte(at + 18) + " " + machine.memory.cString(at + 19));
        }
        return names;
    }

    @Test
    void allEntriesComeOnceInRecordsOfOneSize() {
        machine.open("/file", OpenFlags.O_CREAT | OpenFlags.O_WRONLY);
        machine.call("__syscall_mkdirat", WORKING_DIRECTORY, machine.text("/dir"), 0777);
        machine.call("__syscall_symlinkat", machine.text("x"), WORKING_DIRECTORY, machine.text("/link"));

        List<String> all = new ArrayList<>(read(2));
        assertThat(all).containsExactly("4 .", "4 ..");
        all.addAll(read(100));

        assertThat(all).containsExactlyInAnyOrder("4 .", "4 ..", "8 file", "4 dir", "10 link");
        assertThat(read(100)).isEmpty();
    }

    @Test
    void rewindingReadsAfresh() {
        read(100);
        machine.open("/new", OpenFlags.O_CREAT | OpenFlags.O_WRONLY);
        assertThat(read(100)).isEmpty();

        assertThat(machine.call("fd_seek", directory, 0, 0, BUFFER)).isZero();
        assertThat(read(100)).contains("8 new");
    }

    @Test
    void anOffsetThatARecordGaveIsWhereReadingGoesOn() {
        read(1);
        long second = machine.memory.getLong(BUFFER + 8);
        read(100);

        assertThat(machine.call("fd_seek", directory, second, 0, BUFFER)).isZero();
        assertThat(read(1)).containsExactly("4 ..");
    }

    @Test
    void badArgumentsAreErrors() {
        int file = machine.open("/file", OpenFlags.O_CREAT | OpenFlags.O_WRONLY);

        assertThat(machine.call("__syscall_getdents64", file, BUFFER, 1000)).isEqualTo(minus(Errno.ENOTDIR));
        assertThat(machine.call("__syscall_getdents64", 99, BUFFER, 1000)).isEqualTo(minus(Errno.EBADF));
        assertThat(machine.call("__syscall_getdents64", directory, BUFFER, 279)).isEqualTo(minus(Errno.EINVAL));
        assertThat(machine.call("__syscall_getdents64", directory, -300, 1000)).isEqualTo(minus(Errno.EFAULT));
    }

    @Test
    void aDirectoryIsReadByItsListingAlone() {
        int vector = machine.vector(BUFFER, 10);

        assertThat(machine.call("fd_read", directory, vector, 1, BUFFER)).isEqualTo(Errno.EISDIR.number());
        assertThat(machine.call("fd_pread", directory, vector, 1, 0, BUFFER)).isEqualTo(Errno.EISDIR.number());
        assertThat(machine.call("fd_write", directory, vector, 1, BUFFER)).isEqualTo(Errno.EBADF.number());
        assertThat(machine.call("fd_pwrite", directory, vector, 1, 0, BUFFER)).isEqualTo(Errno.EBADF.number());
    }
}
