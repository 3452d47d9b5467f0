package dev.pglitej.internal.kernel.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimerThreadTest {

    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final Clock clock = SystemClock.INSTANCE;
    private final TimerThread thread = new TimerThread(clock, "timers under test");
    private final Timers timers = thread.timers();

    @AfterEach
    void close() {
        timers.close();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anActionWhoseDeadlineHasPassedRunsOnTheTimersOwnThread() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        AtomicReference<String> thread = new AtomicReference<>();

        timers.schedule(clock.monotonicNanos(), () -> {
            thread.set(Thread.currentThread().getName());
            ran.countDown();
        });

        await(ran);
        assertThat(thread).hasValue("timers under test");
    }

    @Test
    void anEarlierDeadlineOvertakesTheOneThatTheThreadWaitsFor() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        timers.schedule(clock.monotonicNanos() + HOUR, () -> {});

        timers.schedule(clock.monotonicNanos() + 1_000_000, ran::countDown);

        await(ran);
    }

    @Test
    void anActionThatThrowsOrInterruptsDoesNotKeepTheNextFromRunning() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        AtomicReference<Throwable> uncaught = new AtomicReference<>();

        timers.schedule(clock.monotonicNanos(), () -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> uncaught.set(failure));
            Thread.currentThread().interrupt();
            throw new IllegalStateException("on purpose");
        });
        timers.schedule(clock.monotonicNanos() + 1_000_000, ran::countDown);

        await(ran);
        assertThat(uncaught.get()).hasMessage("on purpose");
    }

    @Test
    void theThreadEndsWhenThereIsNothingToWaitForAndAnotherOneStartsWhenThereIs() throws InterruptedException {
        AtomicReference<Thread> first = new AtomicReference<>();
        AtomicReference<Thread> second = new AtomicReference<>();
        CountDownLatch ran = new CountDownLatch(2);
        timers.schedule(clock.monotonicNanos(), () -> {
            first.set(Thread.currentThread());
            ran.countDown();
        });
        while (first.get() == null) Thread.onSpinWait();

        first.get().join(TimeUnit.SECONDS.toMillis(30));
        timers.schedule(clock.monotonicNanos(), () -> {
            second.set(Thread.currentThread());
            ran.countDown();
        });

        await(ran);
        assertThat(first.get().isAlive()).isFalse();
        assertThat(second.get()).isNotSameAs(first.get());
    }

    @Test
    void closedTimersRefuseNewOnesAndMayBeClosedAgain() {
        timers.close();
        timers.close();

        assertThatThrownBy(() -> timers.schedule(0, () -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void timersOfOneOwnerThatAreClosedRunNoMoreAndThoseOfOthersDo() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        AtomicReference<String> closed = new AtomicReference<>("has not run");
        long soon = clock.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(50);
        Timers others = thread.timers();
        timers.schedule(soon, () -> closed.set("has run"));
        others.schedule(soon, ran::countDown);

        timers.close();

        await(ran);
        assertThat(closed).hasValue("has not run");
        others.close();
    }

    @Test
    void disabledTimersAcceptActionsAndRunNone() {
        Timers.Timer timer = Timers.disabled().schedule(0, () -> {
            throw new AssertionError("ran");
        });

        assertThat(timer.cancel()).isFalse();
    }

    @Test
    void aCancelledActionDoesNotRunAndOneThatHasRunCannotBeCancelled() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        AtomicReference<String> cancelled = new AtomicReference<>("has not run");
        long soon = clock.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(50);
        Timers.Timer first = timers.schedule(soon, () -> cancelled.set("has run"));
        assertThat(first.cancel()).isTrue();

        Timers.Timer second = timers.schedule(soon, ran::countDown);

        await(ran);
        assertThat(cancelled).hasValue("has not run");
        assertThat(first.cancel()).isFalse();
        assertThat(second.cancel()).isFalse();
    }

    /** As when the heap is exhausted for a moment, and all that allocates fails. */
    @Test
    void anErrorBetweenActionsDoesNotKeepTheNextFromRunning() throws InterruptedException {
        AtomicInteger failures = new AtomicInteger(3);
        Error exhausted = new OutOfMemoryError("on purpose");
        CountDownLatch ran = new CountDownLatch(1);
        try (Timers failing = new TimerThread(new FailingClock(failures, exhausted), "failing timers").timers()) {
            failing.schedule(clock.monotonicNanos(), ran::countDown);

            await(ran);
        }
        assertThat(failures).hasValue(0);
    }

    /** One that throws for the first times. */
    private record FailingClock(AtomicInteger failures, Error failure) implements Clock {
        @Override
        public long realtimeNanos() {
            return SystemClock.INSTANCE.realtimeNanos();
        }

        @Override
        public long monotonicNanos() {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) throw failure;
            return SystemClock.INSTANCE.monotonicNanos();
        }
    }

    @Test
    void aHandlerOfFailuresThatFailsItselfDoesNotKeepTheNextActionFromRunning() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        RuntimeException failure = new IllegalStateException("on purpose");
        RuntimeException second = new IllegalStateException("the handler's");

        timers.schedule(clock.monotonicNanos(), () -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, uncaught) -> {
                throw second;
            });
            throw failure;
        });
        timers.schedule(clock.monotonicNanos() + 1_000_000, ran::countDown);

        await(ran);
        assertThat(failure).hasSuppressedException(second);
    }
}
