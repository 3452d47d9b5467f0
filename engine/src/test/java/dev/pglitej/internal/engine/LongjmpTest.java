package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** invoke_* and longjmp, across any mixture of guest and host. The fixture's invoke returns 1000 + 1 after a longjmp. */
class LongjmpTest {
    private static long call(Guest guest, String function, long... arguments) {
        return guest.call(guest.function(function), arguments);
    }

    private static Guest guest(HostFunction host) {
        return Fixtures.guest("main", Fixtures.only("host", host));
    }

    @Test
    void aLongjmpOutOfANestedCallUnwindsTheHostFunctionInBetween() {
        List<String> unwound = new ArrayList<>();
        HostFunction host = call -> {
            try {
                return call(call.guest(), "longjmp");
            } finally {
                unwound.add("finally");
            }
        };
        try (Guest guest = guest(host)) {
            assertThat(call(guest, "invoke", 1, 2)).isEqualTo(1001);
            assertThat(guest.global("__stack_pointer")).isEqualTo(4096);
        }
        assertThat(unwound).containsExactly("finally");
    }

    @Test
    void aFunctionThatNothingProvidesCanEndInAJumpToTheInnermostSetjmpPoint() {
        Imports imports = new Imports() {
            @Override
            public HostFunction resolve(ImportType type) {
                return HostFunction.unresolved();
            }

            @Override
            public HostFunction missing(ImportType type) {
                return call -> call(call.guest(), "longjmp");
            }
        };
        try (Guest guest = Fixtures.guest("main", imports)) {
            for (int i = 0; i < 100; i++) {
                assertThat(call(guest, "invoke", 1, 2)).isEqualTo(1001);
            }

            assertThat(guest.global("__stack_pointer")).isEqualTo(4096);
        }
    }

    @Test
    void theGuestsNextRequestIsAnsweredAfterAJumpPastSeveralCalls() {
        HostFunction host = call -> {
            int what = call.i32(0);
            if (what == 77) return call.i32(1);
            return what == 0 ? call(call.guest(), "longjmp") : call(call.guest(), "call_host", what - 1, 0);
        };
        try (Guest guest = guest(host)) {
            for (int i = 0; i < 1000; i++) {
                assertThat(call(guest, "invoke_then_host", 3, 0)).isEqualTo(1001);
            }
        }
    }

    @Test
    void aJumpLandsInTheInnermostSetjmpPointAlsoInsideANestedCall() {
        HostFunction host = call -> switch (call.i32(0)) {
            case 0 -> call(call.guest(), "longjmp");
            case 1 -> call(call.guest(), "invoke", 0, 0) + 1;
            default -> throw new IllegalStateException();
        };
        try (Guest guest = guest(host)) {
            assertThat(call(guest, "invoke", 1, 0)).isEqualTo(1002);
        }
    }

    @Test
    void aHostFunctionThatSwallowsTheUnwindingIsUnwoundAllTheSame() {
        List<Object> seen = new ArrayList<>();
        HostFunction host = call -> {
            try {
                call(call.guest(), "longjmp");
            } catch (Throwable e) {
                seen.add(e);
            }
            assertThatThrownBy(() -> call(call.guest(), "add", 1, 1)).isInstanceOf(GuestUnwinding.class);
            return 5;
        };
        try (Guest guest = guest(host)) {
            assertThat(call(guest, "invoke", 1, 0)).isEqualTo(1001);
            assertThat(call(guest, "add", 1, 1)).isEqualTo(2);
        }
        assertThat(seen).hasOnlyElementsOfType(GuestUnwinding.class);
    }

    @Test
    void aLongjmpWithoutASetjmpPointIsATrap() {
        try (Guest guest = guest(call -> 0)) {
            assertThatThrownBy(() -> call(guest, "longjmp"))
                    .isInstanceOf(GuestTrap.class)
                    .hasMessageContaining("longjmp without a setjmp point");
        }
    }

    @Test
    void anAbandonedCallsSetjmpPointsAreGone() {
        IllegalStateException thrown = new IllegalStateException("on purpose");
        HostFunction host = call -> {
            throw thrown;
        };
        try (Guest guest = guest(host)) {
            assertThatThrownBy(() -> call(guest, "invoke", 1, 0)).isSameAs(thrown);

            assertThatThrownBy(() -> call(guest, "longjmp")).hasMessageContaining("without a setjmp point");
        }
    }
}
