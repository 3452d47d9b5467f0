package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestTest {
    private static Guest guest(HostFunction host) {
        return Fixtures.guest("main", Fixtures.only("host", host));
    }

    private static long call(Guest guest, String function, long... arguments) {
        return guest.call(guest.function(function), arguments);
    }

    @Test
    void aCallReturnsTheFunctionsResult() {
        try (Guest guest = guest(call -> 0)) {
            assertThat(call(guest, "add", 40, 2)).isEqualTo(42);
            assertThat((int) call(guest, "add", -1, -2)).isEqualTo(-3);
        }
    }

    @Test
    void startingRunsInitializersAndTheStartFunction() {
        try (Guest guest = guest(call -> 0)) {
            assertThat(guest.global("__stack_pointer")).isEqualTo(4096);
            assertThat(guest.memory().cString(guest.global("data"))).isEqualTo("data");
            assertThat(guest.memory().getInt(16)).isEqualTo(42);
            assertThat(guest.callTable(1, "i:i", 7)).isEqualTo(7);
        }
    }

    @Test
    void aHostFunctionSeesItsArgumentsAndAnswers() {
        try (Guest guest = guest(call -> call.i32(0) * 10L + call.i32(1))) {
            assertThat(call(guest, "call_host", 4, 1)).isEqualTo(42);
        }
    }

    @Test
    void argumentsOfAHostCallSurviveNestedCalls() {
        List<String> seen = new ArrayList<>();
        HostFunction host = call -> {
            int level = call.i32(0);
            long below = level == 0 ? 0 : call.guest().call(call.guest().function("call_host"), level - 1, 5);
            seen.add(call.name() + call.i32(0) + call.i32(1));
            return below + level;
        };
        try (Guest guest = guest(host)) {
            assertThat(call(guest, "call_host", 3, 9)).isEqualTo(3 + 2 + 1 + 4);
        }
        assertThat(seen).containsExactly("host05", "host15", "host25", "host39");
    }

    @Test
    void anExceptionOfAHostFunctionEndsTheInnermostCallAndLeavesTheGuestUsable() {
        IllegalStateException thrown = new IllegalStateException("on purpose");
        HostFunction host = call -> {
            if (call.i32(0) == 0) throw thrown;
            assertThatThrownBy(() -> call.guest().call(call.guest().function("invoke"), 0, 0))
                    .isSameAs(thrown);
            return 5;
        };
        try (Guest guest = guest(host)) {
            assertThat(call(guest, "call_host", 1, 0)).isEqualTo(6);
            assertThat(guest.global("__stack_pointer")).isEqualTo(4096);
            assertThatThrownBy(() -> call(guest, "invoke", 0, 0)).isSameAs(thrown);
            assertThat(guest.global("__stack_pointer")).isEqualTo(4096);
            assertThat(call(guest, "add", 1, 1)).isEqualTo(2);
        }
    }

    @Test
    void aHookedFunctionIsTheHostsOrProceedsToItsOriginal() {
        HostFunction hook = call -> call.i32(0) == 1 ? 100 : call.proceed();
        try (Guest plain = Fixtures.guest("main", Imports.none());
                Guest hooked = Fixtures.guest("main", Fixtures.only("doubled", hook))) {
            assertThat(call(plain, "doubled", 4)).isEqualTo(8);
            assertThat(call(hooked, "doubled", 1)).isEqualTo(100);
            assertThat(call(hooked, "doubled", 4)).isEqualTo(8);
        }
    }

    @Test
    void hostFunctionsInTheTableCanBeCalledByTheGuest() {
        try (Guest guest = guest(call -> 0)) {
            int index = guest.addHostFunction("i:i", call -> call.i32(0) + 1);

            assertThat(call(guest, "call_table", index, 41)).isEqualTo(42);

            guest.replaceHostFunction(index, call -> call.i32(0) - 1);
            assertThat(call(guest, "call_table", index, 41)).isEqualTo(40);
        }
    }

    @Test
    void aHostFunctionOfAnyTypeSeesAllItsArguments() {
        List<Object> seen = new ArrayList<>();
        try (Guest guest = guest(call -> 0)) {
            int index = guest.addHostFunction("ijdfijjid:j", call -> {
                seen.addAll(List.of(call.i32(0), call.i64(1), call.f64(2), Float.intBitsToFloat(call.i32(3))));
                seen.addAll(List.of(call.i32(4), call.i64(5), call.i64(6), call.i64(7), call.f64(8)));
                return 43;
            });

            assertThat(call(guest, "call_wide", index, 3)).isEqualTo(43);
        }
        assertThat(seen).containsExactly(3, 1L << 40, 2.5, 1.5f, 5, 6L, 7L, 0xffffffffL, -8.0);
    }

    @Test
    void theRuntimeAnswersWhatTheHostLeavesToIt() {
        try (Guest guest = guest(call -> 0)) {
            assertThat(call(guest, "now_is_positive")).isEqualTo(1);
            assertThat(call(guest, "random_fill", 1024, 64)).isZero();
            assertThat(guest.memory().getLong(1024)).isNotZero();
            assertThat(call(guest, "random_fill", 2 * 65536 - 10, 64)).isEqualTo(21);
        }
    }

    @Test
    void memoryGrowsUpToTheSmallerOfTheModulesAndTheGuestsLimit() {
        GuestOptions small = GuestOptions.defaults().withMaxMemoryBytes(4 * 65536);
        try (Guest guest = Fixtures.guest("main", Imports.none(), small)) {
            assertThat(guest.memory().size()).isEqualTo(2 * 65536);
            assertThat(call(guest, "grow", 1)).isEqualTo(2);
            assertThat(call(guest, "resize", 4 * 65536)).isEqualTo(1);
            assertThat(guest.memory().size()).isEqualTo(4 * 65536);
            assertThat((int) call(guest, "grow", 1)).isEqualTo(-1);
            assertThat(call(guest, "resize", 4 * 65536 + 1)).isZero();
        }
        try (Guest guest = Fixtures.guest("main", Imports.none())) {
            assertThat(call(guest, "grow", 14)).isEqualTo(2);
            assertThat((int) call(guest, "grow", 1)).isEqualTo(-1);
        }
    }

    @Test
    void aLimitBelowTheModulesNeedIsRefused() {
        GuestOptions tiny = GuestOptions.defaults().withMaxMemoryBytes(65536);

        assertThatThrownBy(() -> Guest.create(Fixtures.module("main"), Imports.none(), tiny))
                .isInstanceOf(EngineException.class)
                .hasMessage("main starts with 131072 bytes of memory, but maxMemoryBytes is 65536; raise it");
    }

    @Test
    void aClosedGuestRefusesEverything() {
        Guest guest = guest(call -> 0);
        GuestFunction add = guest.function("add");

        guest.close();
        guest.close();

        assertThat(guest.poke(16, 1)).isFalse();
        assertThatThrownBy(() -> guest.call(add, 1, 2)).hasMessage("guest main is closed");
        assertThatThrownBy(() -> guest.memory().getInt(0)).isInstanceOf(GuestFault.class);
    }

    @Test
    void closingInsideAHostFunctionEndsTheCall() {
        Guest guest = guest(call -> {
            call.guest().close();
            return 0;
        });

        assertThatThrownBy(() -> call(guest, "call_host", 1, 2)).hasMessage("guest main is closed");
    }

    @Test
    void unknownNamesAreRefusedByName() {
        try (Guest guest = guest(call -> 0)) {
            assertThatThrownBy(() -> guest.function("nope")).hasMessage("module main exports no function nope");
            assertThatThrownBy(() -> guest.global("add")).hasMessage("module main exports no i32 global add");
            assertThatThrownBy(() -> guest.setGlobal("data", 1)).hasMessage("global data of module main is constant");
            assertThatThrownBy(() -> call(guest, "add", 1)).hasMessage("add (ii:i) was called with 1 arguments");
            assertThatThrownBy(() -> guest.callTable(3, "i:i", 1)).hasMessageContaining("no function at table index 3");
            assertThatThrownBy(() -> guest.callTable(1, "ii:i", 1, 2)).hasMessageContaining("not of type ii:i");
        }
    }
}
