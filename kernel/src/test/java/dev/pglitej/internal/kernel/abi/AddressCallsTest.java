package dev.pglitej.internal.kernel.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressCallsTest {

    private static final int RESULT = 1024;
    private static final int NODE = 2048;
    private static final int SERVICE = 3072;
    private static final int NO_NAME = -2;

    private final Machine machine = new Machine();

    private int lookUp(String node, int... hints) {
        int hintsAddress = hints.length == 0 ? 0 : machine.vector(hints);
        return machine.call(
                "getaddrinfo", node.isEmpty() ? 0 : machine.text(node), machine.text("5432"), hintsAddress, RESULT);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "localhost, 127.0.0.1",
        "::1, ::1",
        "::, ::",
        "fe80::1:0:0:1, fe80::1:0:0:1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "2001:db8::ff00:42:8329, 2001:db8::ff00:42:8329",
        "::ffff:1.2.3.4, ::ffff:102:304",
        "0:0:1::, 0:0:1::"
    })
    void numbersAreAddressesAndComeBackAsText(String given, String text) {
        assertThat(lookUp(given)).isZero();
        int info = machine.memory.getInt(RESULT);
        int address = machine.memory.getInt(info + 20);

        assertThat(machine.memory.getInt(info + 8)).isEqualTo(1);
        assertThat(machine.memory.getInt(info + 28)).isZero();
        assertThat(machine.call("getnameinfo", address, machine.memory.getInt(info + 16), NODE, 100, SERVICE, 10, 3))
                .isZero();
        assertThat(machine.memory.cString(NODE)).isEqualTo(text);
        assertThat(machine.memory.cString(SERVICE)).isEqualTo("5432");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "256.1.1.1",
                "1.2.3",
                "1.2.3.4.5",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7:8:9",
                "1:2",
                "12345::",
                "samehost",
                "all",
                "1.2.3.x",
                "::1.2.3"
            })
    void whatIsNoNumberIsNotFound(String text) {
        assertThat(lookUp(text)).isEqualTo(NO_NAME);
    }

    @Test
    void hintsRestrictTheAnswer() {
        assertThat(lookUp("localhost", 4, 0, 0, 0)).isEqualTo(NO_NAME);
        assertThat(lookUp("127.0.0.1", 0, 10, 0, 0)).isEqualTo(NO_NAME);
        assertThat(lookUp("127.0.0.1", 0, 99, 0, 0)).isEqualTo(-6);
        assertThat(lookUp("127.0.0.1", 0x10000, 0, 0, 0)).isEqualTo(-1);
        assertThat(lookUp("", 1, 10, 2, 0)).isZero();
        assertThat(machine.memory.getInt(machine.memory.getInt(RESULT) + 12)).isEqualTo(17);
        assertThat(machine.call("getaddrinfo", 0, 0, 0, RESULT)).isEqualTo(NO_NAME);
        assertThat(machine.call("getaddrinfo", 0, machine.text("http"), 0, RESULT))
                .isEqualTo(-8);
    }

    @Test
    void aHeapWithoutRoomIsToldOf() {
        machine.exports.add("malloc", arguments -> 0);

        assertThat(lookUp("::1")).isEqualTo(-10);
    }

    @Test
    void aNameThatDoesNotFitIsAnOverflow() {
        lookUp("127.0.0.1");
        int address = machine.memory.getInt(machine.memory.getInt(RESULT) + 20);

        assertThat(machine.call("getnameinfo", address, 16, NODE, 9, 0, 0, 0)).isEqualTo(-12);
        assertThat(machine.call("getnameinfo", address, 15, NODE, 100, 0, 0, 0)).isEqualTo(-6);
        assertThat(machine.call("getnameinfo", address, 16, NODE, 100, 0, 0, 8)).isEqualTo(NO_NAME);
    }
}
