package dev.pglitej.internal.kernel.abi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.process.Process;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guest's streams are, in these tests, descriptors plus 1000. */
final class CommandCallsTest {

    private static final int STREAM = 1000;

    private final Machine machine = new Machine();
    private final CommandCalls commands = machine.abi.commands();

    @BeforeEach
    void setUp() {
        machine.exports.add(
                "fopen",
                arguments -> STREAM + machine.call("__syscall_openat", Machine.WORKING_DIRECTORY, arguments[0], 0, 0));
        machine.exports.add("fclose", arguments -> machine.call("fd_close", arguments[0] - STREAM));
        machine.kernel.install("/bin/upper", CommandCallsTest::upper);
        machine.kernel.install("/bin/fail", process -> 1);
    }

    private static int upper(Process process) {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        process.descriptors().get(0).read(buffer);
        String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8) + "!\n";
        process.descriptors().get(1).write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return 2;
    }

    private int system(String command) {
        return (int) machine.invoke(commands::system, "system", machine.text(command));
    }

    private int popen(String command, String mode) {
        return (int) machine.invoke(commands::popen, "popen", machine.text(command), machine.text(mode));
    }

    private int pclose(int stream) {
        return (int) machine.invoke(commands::pclose, "pclose", stream);
    }

    @Test
    void systemAnswersAWaitStatus() {
        assertThat(system("fail")).isEqualTo(1 << 8);
        assertThat(system("\"/bin/fail\" < /missing")).isEqualTo(1 << 8);
        assertThat((int) machine.invoke(commands::system, "system", 0)).isEqualTo(1);
    }

    @Test
    void aBadPointerIsAnErrorNumber() {
        assertThat((int) machine.invoke(commands::system, "system", Machine.BAD_ADDRESS))
                .isEqualTo(-1);
        assertThat((int) machine.invoke(commands::popen, "popen", machine.text("upper"), Machine.BAD_ADDRESS))
                .isZero();
        assertThat(machine.memory.getInt(ScriptedExports.ERRNO_ADDRESS)).isEqualTo(Errno.EFAULT.number());
    }

    @Test
    void whenNoDescriptorIsLeftACommandIsNotStarted() {
        while (machine.call("__syscall_dup", 0) >= 0) {}

        assertThat(popen("upper", "r")).isZero();
        assertThat(machine.memory.getInt(ScriptedExports.ERRNO_ADDRESS)).isEqualTo(Errno.EMFILE.number());
        assertThat(system("upper")).isNotEqualTo(0);
    }

    @Test
    void whatACommandWroteIsReadFromItsStream() {
        int stream = popen("upper", "r");

        int in = machine.vector(2000, 100);
        assertThat(machine.call("fd_read", stream - STREAM, in, 1, 1000)).isZero();
        assertThat(machine.bytes(2000, machine.memory.getInt(1000))).isEqualTo("!\n");
        assertThat(machine.call("fd_read", stream - STREAM, in, 1, 1000)).isZero();
        assertThat(machine.memory.getInt(1000)).isZero();
        assertThat(pclose(stream)).isEqualTo(2 << 8);
    }

    @Test
    void whatIsWrittenToAStreamIsReadByTheCommandWhenItIsClosed() {
        int stream = popen("upper", "w");
        machine.call("fd_write", stream - STREAM, machine.vector(machine.text("text"), 4), 1, 1000);
        assertThat(machine.output).isEmpty();

        assertThat(pclose(stream)).isEqualTo(2 << 8);
        assertThat(machine.output).containsExactly("text!");
        assertThat(machine.process.descriptors().find(3)).isNull();
    }

    @Test
    void misuseSetsErrno() {
        assertThat(popen("upper", "x")).isZero();
        assertThat(machine.memory.getInt(ScriptedExports.ERRNO_ADDRESS)).isEqualTo(Errno.EINVAL.number());
        assertThat(pclose(55)).isEqualTo(-1);
        while (machine.process.descriptors().find(1023) == null) machine.call("__syscall_dup", 0);
        assertThat(popen("upper", "w")).isZero();
        assertThat(machine.memory.getInt(ScriptedExports.ERRNO_ADDRESS)).isEqualTo(Errno.EMFILE.number());
    }
}
