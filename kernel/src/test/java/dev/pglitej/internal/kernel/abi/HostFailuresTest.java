package dev.pglitej.internal.kernel.abi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.io.Description;
import dev.pglitej.internal.kernel.io.LineSink;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An Error in a system call is an error number to the process, and in the log to us. */
class HostFailuresTest {
    private static final Logger LOGGER = Logger.getLogger("dev.pglitej.kernel");

    private final Machine machine = new Machine();
    private final List<LogRecord> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void listenNoMore() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
    }

    private int descriptorThatThrows(Error failure) {
        Description description = new LineSink(line -> {
            throw failure;
        });
        return machine.process.descriptors().open(description, false);
    }

    static List<Error> errors() {
        return List.of(
                new OutOfMemoryError("on purpose"),
                new StackOverflowError("on purpose"),
                new NoClassDefFoundError("Gone"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void theProcessLearnsThatItFailedAndGoesOn(Error failure) {
        int descriptor = descriptorThatThrows(failure);
        int line = machine.text("line\n");

        int errno = machine.call("fd_write", descriptor, machine.vector(line, 5), 1, machine.vector(0));

        Errno expected = failure instanceof VirtualMachineError ? Errno.ENOMEM : Errno.EIO;
        assertThat(errno).isEqualTo(expected.number());
        assertThat(logged).hasSize(1);
        assertThat(logged.get(0).getThrown()).isSameAs(failure);
        assertThat(logged.get(0).getMessage()).contains("fd_write of process " + machine.process.pid());
        assertThat(machine.call("fd_write", 1, machine.vector(line, 5), 1, machine.vector(0)))
                .isZero();
    }

    @Test
    void callsWithNegativeNumbersGetThemNegative() {
        machine.exports.add("emscripten_builtin_memalign", arguments -> {
            throw new OutOfMemoryError("on purpose");
        });
        int file = machine.open("/file", OpenFlags.O_RDWR | OpenFlags.O_CREAT);

        int result = machine.call("_mmap_js", 8, 1, 2, file, 0, machine.vector(0), machine.vector(0));

        assertThat(result).isEqualTo(Machine.minus(Errno.ENOMEM));
    }
}
