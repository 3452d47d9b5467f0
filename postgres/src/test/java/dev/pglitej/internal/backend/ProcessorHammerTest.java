package dev.pglitej.internal.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ProcessorHammerTest {
    private static final int THREADS = 4;
    private static final int LOOPS = 500;

    private final Processor processor = new Processor();
    private int counted;

    @Test
    void onlyTheHolderRuns() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) threads.add(new Thread(this::countOften));

        threads.forEach(Thread::start);
        for (Thread thread : threads) thread.join();

        assertThat(counted).isEqualTo(THREADS * LOOPS);
    }

    private void countOften() {
        AtomicBoolean wanted = new AtomicBoolean();
        Runnable giveWay = () -> wanted.set(true);
        processor.acquire(giveWay);
        for (int i = 0; i < LOOPS; i++) {
            int before = counted;
            Thread.onSpinWait();
            counted = before + 1;
            if (wanted.getAndSet(false) || i % 50 == 0) processor.passOn(giveWay);
            if (i % 100 == 0) processor.awaitProgress(giveWay, 1000);
        }
        processor.release();
    }
}
