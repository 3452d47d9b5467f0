package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GuestTrapTest {
    private static void assertTrap(String function, Trap trap, String message, long... arguments) {
        try (Guest guest = Fixtures.guest("main", Imports.none())) {
            GuestFunction called = guest.function(function);

            assertThatThrownBy(() -> guest.call(called, arguments))
                    .isInstanceOf(GuestTrap.class)
                    .hasMessage(message)
                    .satisfies(thrown -> assertThat(((GuestTrap) thrown).trap()).isEqualTo(trap));

            assertThatThrownBy(() -> guest.call(called, arguments)).hasMessage("guest main has trapped; close it");
        }
    }

    @Test
    void aTrapNamesTheFunctionAndItsPlaceInTheWasmFile() {
        assertTrap(
                "divide",
                Trap.INTEGER_DIVIDE_BY_ZERO,
                "guest main trapped: integer divide by zero, in function 5 of main (divide) at wasm offset 0x30",
                1,
                0);
    }

    @Test
    void anAccessBeyondTheMemoryIsATrap() {
        assertTrap(
                "load",
                Trap.MEMORY_OUT_OF_BOUNDS,
                "guest main trapped: out of bounds memory access at address 131072 of 131072,"
                        + " in function 6 of main (load) at wasm offset 0x40",
                2 * 65536);
        assertTrap(
                "load_far",
                Trap.MEMORY_OUT_OF_BOUNDS,
                "guest main trapped: out of bounds memory access at address 8589934590 of 131072,"
                        + " in function 8 of main (load_far) at wasm offset 0x60",
                0xffffffffL);
    }

    @Test
    void aGuestThatRunsOutOfItsStackTraps() {
        assertTrap(
                "overflow",
                Trap.STACK_OVERFLOW,
                "guest main trapped: call stack exhausted, in function 7 of main (overflow) at wasm offset 0x50",
                1);
    }

    @Test
    void callsThroughTheTableAreChecked() {
        try (Guest guest = Fixtures.guest("main", Imports.none())) {
            assertThatThrownBy(() -> guest.call(guest.function("call_table"), 3, 1))
                    .hasMessageContaining("indirect call of an undefined table element");
        }
        try (Guest guest = Fixtures.guest("main", Imports.none())) {
            assertThatThrownBy(() -> guest.call(guest.function("call_table"), 2, 1))
                    .hasMessageContaining("indirect call of a function of another type");
        }
    }

    @Test
    void callingAnImportThatNothingProvidesIsATrapThatNamesIt() {
        assertTrap(
                "call_missing",
                Trap.UNRESOLVED_IMPORT,
                "guest called env.missing (i:i), which neither the host nor a loaded module provides",
                1);
    }

    @Test
    void aTrapInANestedCallPassesThroughTheHostFunctionAndEndsTheGuest() {
        HostFunction host = call -> call.guest().call(call.guest().function("divide"), 1, 0);
        try (Guest guest = Fixtures.guest("main", Fixtures.only("host", host))) {
            assertThatThrownBy(() -> guest.call(guest.function("call_host"), 1, 2))
                    .isInstanceOf(GuestTrap.class)
                    .hasMessageContaining("integer divide by zero");
        }
    }

    @Test
    void aTrapOfOneGuestInsideAHostFunctionOfAnotherLeavesTheOtherAlive() {
        try (Guest broken = Fixtures.guest("main", Imports.none())) {
            HostFunction host = call -> broken.call(broken.function("call_missing"), 1);
            try (Guest guest = Fixtures.guest("main", Fixtures.only("host", host))) {
                assertThatThrownBy(() -> guest.call(guest.function("call_host"), 1, 2))
                        .isInstanceOf(GuestTrap.class);

                assertThat(guest.call(guest.function("add"), 1, 2)).isEqualTo(3);
            }
        }
    }
}
