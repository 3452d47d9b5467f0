package dev.pglitej.internal.kernel.abi;

import static dev.pglitej.internal.kernel.abi.Machine.BAD_ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.process.Signals;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import org.junit.jupiter.api.Test;

final class VectorCallsTest {

    private static final int RESULT = 1000;
    private static final int TARGET = 2000;

    private final Machine machine = new Machine();
    private final int file = machine.open("/file", OpenFlags.O_RDWR | OpenFlags.O_CREAT);

    private int result() {
        return machine.memory.getInt(RESULT);
    }

    private int write(int descriptor, String text) {
        return machine.call("fd_write", descriptor, machine.vector(machine.text(text), text.length()), 1, RESULT);
    }

    @Test
    void partsAreWrittenAndReadInOrder() {
        int out = machine.vector(machine.text("abc"), 3, 0, 0, machine.text("defg"), 4);
        int in = machine.vector(TARGET, 2, TARGET + 100, 100);

        assertThat(machine.call("fd_write", file, out, 3, RESULT)).isZero();
        assertThat(result()).isEqualTo(7);
        assertThat(machine.call("fd_seek", file, 0, 0, RESULT)).isZero();
        assertThat(machine.call("fd_read", file, in, 2, RESULT)).isZero();
        assertThat(result()).isEqualTo(7);
        assertThat(machine.bytes(TARGET, 2) + machine.bytes(TARGET + 100, 5)).isEqualTo("abcdefg");
        assertThat(machine.call("fd_read", file, in, 2, RESULT)).isZero();
        assertThat(result()).isZero();
    }

    @Test
    void positionalCallsLeaveTheOffsetAlone() {
        write(file, "0123456789");
        int in = machine.vector(TARGET, 2, TARGET + 2, 2);

        assertThat(machine.call("fd_pread", file, in, 2, 3, RESULT)).isZero();
        assertThat(machine.bytes(TARGET, 4)).isEqualTo("3456");
        assertThat(machine.call("fd_pwrite", file, machine.vector(machine.text("xy"), 2), 1, 8, RESULT))
                .isZero();
        assertThat(machine.call("fd_pread", file, in, 2, 7, RESULT)).isZero();
        assertThat(result()).isEqualTo(3);
        assertThat(machine.bytes(TARGET, 3)).isEqualTo("7xy");
        assertThat(machine.call("fd_seek", file, 0, 1, RESULT)).isZero();
        assertThat(machine.memory.getLong(RESULT)).isEqualTo(10);
        assertThat(machine.call("fd_pread", file, in, 2, -1, RESULT)).isEqualTo(Errno.EINVAL.number());
    }

    @Test
    void badVectorsMoveNothing() {
        int good = machine.text("good");
        int partlyBad = machine.vector(good, 4, BAD_ADDRESS, 4);
        int tooLong = machine.vector(good, 4, good, -1);
        int absurd = machine.vector(0, Integer.MAX_VALUE, 0, Integer.MAX_VALUE);

        assertThat(machine.call("fd_write", file, partlyBad, 2, RESULT)).isEqualTo(Errno.EFAULT.number());
        assertThat(machine.call("fd_write", file, tooLong, 2, RESULT)).isEqualTo(Errno.EINVAL.number());
        assertThat(machine.call("fd_write", file, absurd, 1, RESULT)).isEqualTo(Errno.EFAULT.number());
        assertThat(machine.call("fd_write", file, absurd, 2, RESULT))
                .isIn(Errno.EINVAL.number(), Errno.EFAULT.number());
        assertThat(machine.call("fd_write", file, BAD_ADDRESS, 1, RESULT)).isEqualTo(Errno.EFAULT.number());
        assertThat(machine.call("fd_write", file, good, -1, RESULT)).isEqualTo(Errno.EINVAL.number());
        assertThat(machine.call("fd_write", file, good, 1025, RESULT)).isEqualTo(Errno.EINVAL.number());
        assertThat(machine.call("fd_write", file, machine.vector(good, 4), 1, BAD_ADDRESS))
                .isEqualTo(Errno.EFAULT.number());
        assertThat(machine.call("fd_seek", file, 0, 2, RESULT)).isZero();
        assertThat(machine.memory.getLong(RESULT)).isZero();
    }

    @Test
    void badDescriptorsAreRefused() {
        int in = machine.vector(TARGET, 2);
        int readOnly = machine.open("/file", OpenFlags.O_RDONLY);

        for (String name : new String[] {"fd_read", "fd_write"}) {
            assertThat(machine.call(name, 99, in, 1, RESULT)).isEqualTo(Errno.EBADF.number());
        }
        assertThat(machine.call("fd_pread", -1, in, 1, 0, RESULT)).isEqualTo(Errno.EBADF.number());
        assertThat(machine.call("fd_pwrite", readOnly, in, 1, 0, RESULT)).isEqualTo(Errno.EBADF.number());
        assertThat(write(readOnly, "x")).isEqualTo(Errno.EBADF.number());
        assertThat(machine.call("fd_read", machine.open("/", 0), in, 1, RESULT)).isEqualTo(Errno.EISDIR.number());
    }

    @Test
    void appendingWritesAtTheEnd() {
        write(file, "first ");
        int appending = machine.open("/file", OpenFlags.O_WRONLY | OpenFlags.O_APPEND);

        write(appending, "second ");
        write(file, "third");

        machine.call("fd_pread", file, machine.vector(TARGET, 100), 1, 0, RESULT);
        assertThat(machine.bytes(TARGET, result())).isEqualTo("first thirdd ");
    }

    @Test
    void aReadOfSeveralPartsDoesNotWaitForMoreThanHasArrived() {
        machine.call("__syscall_pipe2", TARGET, 0);
        int reader = machine.memory.getInt(TARGET);
        write(machine.memory.getInt(TARGET + 4), "ab");

        assertThat(machine.call("fd_read", reader, machine.vector(TARGET, 0, TARGET, 2, TARGET + 2, 2), 3, RESULT))
                .isZero();
        assertThat(result()).isEqualTo(2);
    }

    @Test
    void aNonBlockingPipeAnswersEagain() {
        machine.call("__syscall_pipe2", TARGET, OpenFlags.O_NONBLOCK);

        assertThat(machine.call("fd_read", machine.memory.getInt(TARGET), machine.vector(TARGET, 1), 1, RESULT))
                .isEqualTo(Errno.EAGAIN.number());
    }

    @Test
    void writingToABrokenPipeNotesSigpipe() {
        machine.call("__syscall_pipe2", TARGET, 0);
        int writer = machine.memory.getInt(TARGET + 4);
        machine.call("fd_close", machine.memory.getInt(TARGET));

        assertThat(write(writer, "x")).isEqualTo(Errno.EPIPE.number());
        assertThat(machine.process.signals().take()).isEqualTo(Signals.SIGPIPE);
        assertThat(machine.call("fd_pread", writer, machine.vector(TARGET, 1), 1, 0, RESULT))
                .isEqualTo(Errno.ESPIPE.number());
    }
}
