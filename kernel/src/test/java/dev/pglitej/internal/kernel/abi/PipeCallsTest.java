package dev.pglitej.internal.kernel.abi;

import static dev.pglitej.internal.kernel.abi.Machine.BAD_ADDRESS;
import static dev.pglitej.internal.kernel.abi.Machine.minus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import org.junit.jupiter.api.Test;

final class PipeCallsTest {

    private static final int BUFFER = 1024;
    private static final int IN = 1;
    private static final int OUT = 4;

    private final Machine machine = new Machine();

    @Test
    void aPipeIsTwoDescriptorsWithTheFlagsAskedFor() {
        assertThat(machine.call("__syscall_pipe2", BUFFER, OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK))
                .isZero();

        assertThat(machine.memory.getInt(BUFFER)).isEqualTo(3);
        assertThat(machine.memory.getInt(BUFFER + 4)).isEqualTo(4);
        assertThat(machine.process.descriptors().isClosedOnExec(4)).isTrue();
        assertThat(machine.process.descriptors().get(3).flags()).isEqualTo(OpenFlags.O_NONBLOCK);
    }

    @Test
    void aPipeThatCannotBeMadeLeavesNoDescriptors() {
        assertThat(machine.call("__syscall_pipe2", BUFFER, 1)).isEqualTo(minus(Errno.EINVAL));
        assertThat(machine.call("__syscall_pipe2", BAD_ADDRESS - 4, 0)).isEqualTo(minus(Errno.EFAULT));
        assertThat(machine.process.descriptors().find(3)).isNull();
        while (machine.process.descriptors().find(1022) == null) machine.call("__syscall_dup", 0);
        assertThat(machine.call("__syscall_pipe2", BUFFER, 0)).isEqualTo(minus(Errno.EMFILE));
        assertThat(machine.process.descriptors().find(1023)).isNull();
        machine.call("__syscall_dup", 0);
        assertThat(machine.call("__syscall_pipe2", BUFFER, 0)).isEqualTo(minus(Errno.EMFILE));
    }

    @Test
    void pollReportsEachDescriptorByItself() {
        machine.call("__syscall_pipe2", BUFFER, 0);
        int reader = machine.memory.getInt(BUFFER);
        int writer = machine.memory.getInt(BUFFER + 4);
        int array = machine.vector(reader, IN, writer, OUT, 99, IN, -1, IN);

        assertThat(machine.call("__syscall_poll", array, 4, -1)).isEqualTo(2);

        assertThat(machine.memory.getShort(array + 6)).isZero();
        assertThat(machine.memory.getShort(array + 14)).isEqualTo((short) OUT);
        assertThat(machine.memory.getShort(array + 22)).isEqualTo((short) 0x20);
        assertThat(machine.memory.getShort(array + 30)).isZero();
        assertThat(machine.call("__syscall_poll", array, 1, 0)).isZero();
    }

    @Test
    void anAbsurdPollIsRefused() {
        assertThat(machine.call("__syscall_poll", BUFFER, -1, 0)).isEqualTo(minus(Errno.EINVAL));
        assertThat(machine.call("__syscall_poll", BUFFER, 1_000_000, 0)).isEqualTo(minus(Errno.EINVAL));
        assertThat(machine.call("__syscall_poll", BAD_ADDRESS, 1, 0)).isEqualTo(minus(Errno.EFAULT));
        assertThat(machine.call("__syscall_poll", 0, 0, 0)).isZero();
    }
}
