package dev.pglitej.internal.backend;

import static dev.pglitej.Eventually.DEADLINE_NANOS;
import static dev.pglitej.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ProcessorTest {
    private final Processor processor = new Processor();

    @Test
    void aWaitingThreadAsksTheHolderToGiveWayAndGetsTheProcessorThere() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicBoolean ran = new AtomicBoolean();
        processor.acquire(asked::countDown);
        Thread waiter = startHolding(() -> ran.set(true));

        assertThat(asked.await(DEADLINE_NANOS, TimeUnit.NANOSECONDS)).isTrue();
        assertThat(ran).isFalse();
        eventually("the waiter has run", () -> {
            processor.passOn(ProcessorTest::notAsked);
            return ran.get();
        });

        assertThat(processor.isHeld()).isTrue();
        waiter.join();
    }

    @Test
    void aWaitWithoutAThreadIsToldWhenItIsOverAndOnlyOnce() {
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicInteger told = new AtomicInteger();
        processor.acquire(ProcessorTest::notAsked);
        Processor.Wait ignored = processor.tell(isOver::get, told::incrementAndGet);

        processor.release();
        assertThat(told).hasValue(0);

        processor.acquire(ProcessorTest::notAsked);
        isOver.set(true);
        assertThat(told).hasValue(0);
        processor.release();
        assertThat(told).hasValue(1);

        processor.acquire(ProcessorTest::notAsked);
        processor.release();
        assertThat(told).hasValue(1);
    }

    @Test
    void aCancelledWaitIsNeitherAskedNorTold() {
        AtomicInteger asked = new AtomicInteger();
        processor.acquire(ProcessorTest::notAsked);

        processor
                .tell(() -> asked.incrementAndGet() > 0, asked::incrementAndGet)
                .cancel();
        processor.release();

        assertThat(asked).hasValue(0);
    }

    @Test
    void waitsAreToldOfACrashAlsoThoseThatBeginAfterwards() {
        AtomicInteger told = new AtomicInteger();
        processor.acquire(ProcessorTest::notAsked);
        Processor.Wait before = processor.tell(() -> false, told::incrementAndGet);

        processor.crash(new AssertionError("on purpose"));
        Processor.Wait after = processor.tell(() -> false, told::incrementAndGet);

        assertThat(told).hasValue(2);
        before.cancel();
        after.cancel();
    }

    @Test
    void givingWayToNobodyKeepsTheProcessor() {
        processor.acquire(ProcessorTest::notAsked);

        processor.passOn(ProcessorTest::notAsked);

        assertThat(processor.isHeld()).isTrue();
    }

    @Test
    void aThreadThatAwaitsProgressGoesOnAfterAnotherHasRun() throws InterruptedException {
        AtomicBoolean ran = new AtomicBoolean();
        processor.acquire(ProcessorTest::notAsked);
        Thread other = startHolding(() -> ran.set(true));

        processor.awaitProgress(ProcessorTest::notAsked, Long.MAX_VALUE);

        assertThat(ran).isTrue();
        assertThat(processor.isHeld()).isTrue();
        other.join();
    }

    @Test
    void aThreadThatAwaitsProgressInVainGoesOnWhenTheTimeIsUp() {
        processor.acquire(ProcessorTest::notAsked);

        processor.awaitProgress(ProcessorTest::notAsked, 1);

        assertThat(processor.isHeld()).isTrue();
    }

    @Test
    void nobodyGetsTheProcessorAfterACrash() {
        Throwable cause = new IllegalStateException("out of bounds");
        processor.crash(cause);
        processor.crash(new IllegalStateException("a later one"));

        assertThatThrownBy(() -> processor.acquire(ProcessorTest::notAsked))
                .isInstanceOf(ClusterCrashedException.class)
                .hasCause(cause);
        assertThat(processor.isHeld()).isFalse();
    }

    @Test
    void aThreadThatAwaitsProgressDoesNotGoOnAfterACrash() throws InterruptedException {
        Throwable cause = new IllegalStateException("out of bounds");
        processor.acquire(ProcessorTest::notAsked);
        Thread other = startHolding(() -> processor.crash(cause));

        assertThatThrownBy(() -> processor.awaitProgress(ProcessorTest::notAsked, Long.MAX_VALUE))
                .isInstanceOf(ClusterCrashedException.class)
                .hasCause(cause);
        assertThat(processor.isHeld()).isFalse();
        other.join();
    }

    @Test
    void aThreadThatWaitsForSomethingGoesOnWhenAHolderHasBroughtItAbout() throws InterruptedException {
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicInteger turns = new AtomicInteger();
        processor.acquire(ProcessorTest::notAsked);
        Thread other = startHolding(turns::incrementAndGet);
        Thread third = startHolding(() -> isOver.set(turns.incrementAndGet() > 0));

        assertThat(processor.await(ProcessorTest::notAsked, isOver::get, Long.MAX_VALUE))
                .isTrue();

        assertThat(isOver).isTrue();
        assertThat(processor.isHeld()).isTrue();
        processor.release();
        other.join();
        third.join();
    }

    @Test
    void aThreadThatWaitsForSomethingInVainGoesOnWhenTheTimeIsUp() {
        processor.acquire(ProcessorTest::notAsked);

        assertThat(processor.await(ProcessorTest::notAsked, () -> false, 1)).isFalse();

        assertThat(processor.isHeld()).isTrue();
    }

    @Test
    void anotherThreadRunsWhileOneIsAbsent() throws InterruptedException {
        processor.acquire(ProcessorTest::notAsked);
        processor.leave();
        startHolding(() -> assertThat(processor.isNoneAbsent()).isFalse()).join();

        processor.comeBack(ProcessorTest::notAsked);

        assertThat(processor.isHeld()).isTrue();
        assertThat(processor.isNoneAbsent()).isTrue();
    }

    @Test
    void afterACrashNoThreadLeavesAndThoseThatAreAbsentAreAwaited() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch mayComeBack = new CountDownLatch(1);
        Thread absent = new Thread(() -> {
            processor.acquire(ProcessorTest::notAsked);
            processor.leave();
            left.countDown();
            await(mayComeBack);
            assertThatThrownBy(() -> processor.comeBack(ProcessorTest::notAsked))
                    .isInstanceOf(ClusterCrashedException.class);
        });
        absent.start();
        await(left);
        processor.acquire(ProcessorTest::notAsked);
        processor.crash(new IllegalStateException("out of bounds"));

        assertThatThrownBy(processor::leave).isInstanceOf(ClusterCrashedException.class);
        assertThat(processor.awaitNoneAbsent(1)).isFalse();
        mayComeBack.countDown();
        assertThat(processor.awaitNoneAbsent(DEADLINE_NANOS)).isTrue();
        absent.join();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(DEADLINE_NANOS, TimeUnit.NANOSECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInterruptedThreadGetsTheProcessorAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        processor.acquire(ProcessorTest::notAsked);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(processor.isHeld()).isTrue();
    }

    @Test
    void aWaitingThreadIsNotOvertakenForever() throws InterruptedException {
        AtomicBoolean enough = new AtomicBoolean();
        Thread[] greedy = new Thread[3];
        for (int i = 0; i < greedy.length; i++) {
            greedy[i] = new Thread(() -> {
                while (!enough.get()) takeATurn();
            });
            greedy[i].start();
        }
        for (int turn = 0; turn < 50; turn++) takeATurn();
        enough.set(true);
        for (Thread one : greedy) one.join();

        assertThat(processor.isHeld()).isFalse();
    }

    private void takeATurn() {
        processor.acquire(ProcessorTest::notAsked);
        processor.release();
    }

    /** What a holder does when it is asked to give way, where a test does not look at that. */
    private static void notAsked() {}

    private Thread startHolding(Runnable work) {
        Thread thread = new Thread(() -> {
            processor.acquire(ProcessorTest::notAsked);
            work.run();
            processor.release();
        });
        thread.start();
        return thread;
    }
}
