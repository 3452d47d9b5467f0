package dev.pglitej.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TurnsTest {
    private final ManualTimers timers = new ManualTimers();
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private int failures;
    private int runs;
    private final Turns turns = new Turns("process", this::execute, () -> runs++, timers, timers);

    private void execute(Runnable task) {
        if (failures > 0) {
            failures--;
            throw new OutOfMemoryError("unable to create native thread");
        }
        queue.add(task);
    }

    @Test
    void oneThreadAtATimeRunsTheProcess() {
        assertThat(turns.take()).isTrue();
        assertThat(turns.take()).isFalse();

        turns.rest();

        assertThat(turns.take()).isTrue();
    }

    @Test
    void aProcessThatIsDueSeveralTimesRunsOnce() {
        turns.due();
        turns.due();

        assertThat(queue).hasSize(1);
    }

    @Test
    void aProcessThatRunsIsNotDue() {
        assertThat(turns.take()).isTrue();

        turns.due();

        assertThat(queue).isEmpty();
    }

    @Test
    void theClientsThreadMayRunAProcessThatIsDueAndTheExecutorDoesNotThen() {
        turns.due();

        assertThat(turns.take()).isTrue();

        assertThat(turns.takeDue()).isFalse();
    }

    @Test
    void aProcessForWhichThereIsNoThreadIsTriedAgain() {
        failures = 3;

        turns.due();
        timers.pass(TimeUnit.SECONDS.toNanos(1));
        timers.pass(TimeUnit.SECONDS.toNanos(1));
        assertThat(queue).isEmpty();
        timers.pass(TimeUnit.SECONDS.toNanos(1));

        assertThat(queue).hasSize(1);
    }

    @Test
    void theStartOfAProcessFailsIfThereIsNoThread() {
        failures = 1;

        assertThatThrownBy(turns::dueOrFail).isInstanceOf(OutOfMemoryError.class);

        assertThat(turns.take()).isTrue();
    }

    @Test
    void aCallerThatReturnsInTimeKeepsItsProcess() {
        assertThat(turns.take()).isTrue();
        long turn = turns.begin();
        turns.rest();
        turns.dueUnlessTaken(turn, 10);

        assertThat(turns.take()).isTrue();
        assertThat(turns.begin()).isEqualTo(turn + 1);
        turns.rest();
        timers.pass(10);

        assertThat(queue).isEmpty();
    }

    @Test
    void aCallerThatStaysAwayLosesItsProcess() {
        assertThat(turns.take()).isTrue();
        long turn = turns.begin();
        turns.rest();
        turns.dueUnlessTaken(turn, 10);

        timers.pass(10);

        assertThat(queue).hasSize(1);
        queue.remove().run();
        assertThat(runs).isOne();
    }

    @Test
    void aProcessOfAClosedDatabaseIsDueAtOnce() {
        assertThat(turns.take()).isTrue();
        long turn = turns.begin();
        turns.rest();
        timers.close();

        turns.dueUnlessTaken(turn, 10);

        assertThat(queue).hasSize(1);
    }

    @Test
    void aProcessThatHasEndedIsNeverDue() {
        assertThat(turns.take()).isTrue();
        turns.end();

        turns.due();

        assertThat(turns.hasEnded()).isTrue();
        assertThat(turns.take()).isFalse();
        assertThat(queue).isEmpty();
    }
}
