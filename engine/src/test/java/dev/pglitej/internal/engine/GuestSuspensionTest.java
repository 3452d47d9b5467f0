package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GuestSuspensionTest {
    private static final long NOT_YET = -1;

    private final List<Integer> seen = new ArrayList<>();
    private long answer = NOT_YET;

    /** Suspends until there is an answer, after a nested call, which takes the place of its arguments. */
    private long host(HostCall call) {
        call.guest().call(call.guest().function("add"), 1, 2);
        seen.add(call.i32(0));
        return answer == NOT_YET ? call.suspend() : answer;
    }

    private Guest guest() {
        return Fixtures.guest("main", Fixtures.only("host", this::host));
    }

    private static long call(Guest guest, String function, long... arguments) {
        return guest.call(guest.function(function), arguments);
    }

    @Test
    void aSuspendedGuestGoesOnWhereItWasWithTheSameHostCall() {
        try (Guest guest = guest()) {
            call(guest, "call_host", 7, 8);
            assertThat(guest.isSuspended()).isTrue();
            guest.resume();
            assertThat(guest.isSuspended()).isTrue();

            answer = 41;
            long result = guest.resume();

            assertThat(result).isEqualTo(42);
            assertThat(guest.isSuspended()).isFalse();
            assertThat(seen).containsExactly(7, 7, 7);
        }
    }

    @Test
    void anyThreadMayResume() throws Exception {
        try (Guest guest = guest()) {
            call(guest, "spin_host", 3);

            answer = 5;
            long result = CompletableFuture.supplyAsync(guest::resume).get(10, TimeUnit.SECONDS);

            assertThat(result).isEqualTo(15);
            assertThat(call(guest, "add", 1, 1)).isEqualTo(2);
        }
    }

    @Test
    void aSuspendedGuestIsResumedOrClosedAndNothingElse() {
        Guest guest = guest();
        assertThatThrownBy(guest::resume).hasMessage("guest main is not suspended, so it cannot be resumed");
        call(guest, "call_host", 1, 1);

        assertThatThrownBy(() -> call(guest, "add", 1, 1)).hasMessage("guest main is suspended; resume it instead");
        guest.close();
        assertThatThrownBy(guest::resume).hasMessage("guest main is closed");
    }

    @Test
    void anExceptionAfterASuspensionEndsTheCallThatWasSuspended() {
        IllegalStateException thrown = new IllegalStateException("on purpose");
        HostFunction host = call -> {
            if (answer == NOT_YET) return call.suspend();
            throw thrown;
        };
        try (Guest guest = Fixtures.guest("main", Fixtures.only("host", host))) {
            call(guest, "invoke", 0, 0);
            answer = 1;

            assertThatThrownBy(guest::resume).isSameAs(thrown);

            assertThat(guest.global("__stack_pointer")).isEqualTo(4096);
            assertThat(call(guest, "add", 1, 1)).isEqualTo(2);
        }
    }

    @Test
    void aNestedCallCannotSuspend() {
        List<Boolean> possible = new ArrayList<>();
        HostFunction host = call -> {
            possible.add(call.canSuspend());
            return call.i32(0) == 0
                    ? call.suspend()
                    : call.guest().call(call.guest().function("call_host"), 0, 0);
        };
        try (Guest guest = Fixtures.guest("main", Fixtures.only("host", host))) {
            assertThatThrownBy(() -> call(guest, "call_host", 1, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot suspend the guest inside a nested call");
        }
        assertThat(possible).containsExactly(true, false);
    }
}
