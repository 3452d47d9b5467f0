package dev.pglitej.internal.kernel.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.process.ProcessAborted;
import dev.pglitej.internal.kernel.process.ProcessExit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProcessCallsTest {

    private static final int BUFFER = 1024;

    private final Machine machine = new Machine();

    @Test
    void theEnvironmentIsPointersToTexts() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("B", "1");
        variables.put("A", "\u00e9");
        Machine other = new Machine(variables);

        assertThat(other.call("environ_sizes_get", BUFFER, BUFFER + 4)).isZero();
        assertThat(other.memory.getInt(BUFFER)).isEqualTo(2);
        assertThat(other.memory.getInt(BUFFER + 4)).isEqualTo(9);
        assertThat(other.call("environ_get", BUFFER, BUFFER + 100)).isZero();
        assertThat(other.memory.cString(other.memory.getInt(BUFFER))).isEqualTo("B=1");
        assertThat(other.memory.cString(other.memory.getInt(BUFFER + 4))).isEqualTo("A=\u00e9");
        assertThat(other.call("environ_get", Machine.BAD_ADDRESS, BUFFER)).isEqualTo(Errno.EFAULT.number());
    }

    @Test
    void exitRunsAtexitFunctionsFlushesAndThenLeaves() {
        machine.exports.add("__funcs_on_exit", arguments -> 0);
        machine.exports.add("fflush", arguments -> 0);

        assertThatThrownBy(() -> machine.call("exit", 3))
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.status()).isEqualTo(3));
        assertThat(machine.exports.called).containsExactly("__funcs_on_exit", "fflush");
    }

    @Test
    void anExitWithinAnAtexitFunctionDoesNotBeginAgain() {
        machine.exports.add("__funcs_on_exit", arguments -> machine.call("exit", 5));

        assertThatThrownBy(() -> machine.call("exit", 3))
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.status()).isEqualTo(5));
        assertThat(machine.exports.called).containsExactly("__funcs_on_exit");
    }

    @Test
    void leavingAtOnceRunsNothing() {
        assertThatThrownBy(() -> machine.call("proc_exit", 99)).isInstanceOf(ProcessExit.class);
        assertThat(machine.exports.called).isEmpty();
    }

    @Test
    void abortsAndFailedAssertionsKillWithWhatTheySay() {
        assertThatThrownBy(() -> machine.call("_abort_js")).isInstanceOf(ProcessAborted.class);
        assertThatThrownBy(() -> machine.call("__assert_fail", machine.text("a > b"), machine.text("x.c"), 12, 0))
                .isInstanceOf(ProcessAborted.class)
                .hasMessageContaining("a > b, at x.c:12 (unknown function)");
    }

    @Test
    void signalHandlersAreCalledThroughTheTable() {
        machine.call("__call_sighandler", 123, 10);

        assertThat(machine.exports.called).containsExactly("123 i: 10");
    }

    @Test
    void thereIsOneUser() {
        assertThat(machine.call("__syscall_getuid32")).isZero();
        assertThat(machine.call("__syscall_getegid32")).isZero();
    }
}
