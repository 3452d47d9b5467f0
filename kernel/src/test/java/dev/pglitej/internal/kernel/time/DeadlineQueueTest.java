package dev.pglitej.internal.kernel.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineQueueTest {

    private final FakeClock clock = new FakeClock();
    private final FakeTimers timers = new FakeTimers(clock);
    private final List<String> ran = new ArrayList<>();

    @Test
    void actionsRunInTheOrderOfTheirDeadlinesAndThoseOfOneDeadlineInTheOrderTheyCame() {
        timers.schedule(20, () -> ran.add("late"));
        timers.schedule(10, () -> ran.add("early"));
        timers.schedule(20, () -> ran.add("late too"));

        timers.advance(20);

        assertThat(ran).containsExactly("early", "late", "late too");
    }

    @Test
    void anActionDoesNotRunBeforeItsDeadline() {
        timers.schedule(10, () -> ran.add("ten"));

        timers.advance(9);

        assertThat(ran).isEmpty();
    }

    @Test
    void aCancelledActionNeverRuns() {
        Timers.Timer timer = timers.schedule(10, () -> ran.add("ten"));

        assertThat(timer.cancel()).isTrue();
        timers.advance(10);

        assertThat(ran).isEmpty();
        assertThat(timer.cancel()).isFalse();
    }

    @Test
    void cancellingAnActionThatRanSaysThatItCameTooLate() {
        Timers.Timer timer = timers.schedule(10, () -> ran.add("ten"));

        timers.advance(10);

        assertThat(timer.cancel()).isFalse();
    }

    @Test
    void deadlinesAreOrderedAcrossTheWrapAroundOfTheClock() {
        DeadlineQueue queue = new DeadlineQueue();
        DeadlineQueue.Entry after = queue.add(Long.MIN_VALUE + 5, this, () -> {});
        DeadlineQueue.Entry before = queue.add(Long.MAX_VALUE - 5, this, () -> {});

        assertThat(queue.takeDue(Long.MAX_VALUE)).isSameAs(before);
        assertThat(queue.takeDue(Long.MAX_VALUE)).isNull();
        assertThat(queue.takeDue(Long.MIN_VALUE + 5)).isSameAs(after);
    }
}
