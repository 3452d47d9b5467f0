package dev.pglitej.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionLimitTest {
    @Test
    void theLineIsServedFirstComeFirstServed() throws Exception {
        SessionLimit limit = new SessionLimit(1);
        SessionLimit.Permit first = limit.join();
        SessionLimit.Permit second = limit.join();
        SessionLimit.Permit third = limit.join();

        first.close();

        assertThat(first.await(0)).isTrue();
        assertThat(second.await(0)).isTrue();
        assertThat(third.await(0)).isFalse();
        third.close();
        second.close();
    }

    @Test
    void aClientThatLeavesTheLineIsPassedOver() throws Exception {
        SessionLimit limit = new SessionLimit(1);
        SessionLimit.Permit first = limit.join();
        SessionLimit.Permit second = limit.join();
        SessionLimit.Permit third = limit.join();

        second.close();
        first.close();

        assertThat(second.await(0)).isFalse();
        assertThat(third.await(0)).isTrue();
        third.close();
    }

    @Test
    void closingTwiceFreesOneSession() throws Exception {
        SessionLimit limit = new SessionLimit(1);
        SessionLimit.Permit first = limit.join();

        first.close();
        first.close();

        SessionLimit.Permit second = limit.join();
        SessionLimit.Permit third = limit.join();
        assertThat(second.await(0)).isTrue();
        assertThat(third.await(0)).isFalse();
        third.close();
        second.close();
    }

    @Test
    void nobodyGetsASessionAfterItWasShut() throws Exception {
        SessionLimit limit = new SessionLimit(1);
        SessionLimit.Permit first = limit.join();
        SessionLimit.Permit second = limit.join();

        limit.shut();
        first.close();

        assertThat(second.await(0)).isFalse();
        second.close();
        SessionLimit.Permit third = limit.join();
        assertThat(third.await(0)).isFalse();
        third.close();
    }

    @Test
    void noSessionsAtAllAreRefused() {
        assertThatThrownBy(() -> new SessionLimit(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyThreadsNeverHaveMoreThanTheLimit() throws Exception {
        SessionLimit limit = new SessionLimit(3);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger served = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);

        for (int thread = 0; thread < 8; thread++) {
            threads.execute(() -> {
                for (int loop = 0; loop < 500; loop++) {
                    try (SessionLimit.Permit place = limit.join()) {
                        if (place.await(TimeUnit.SECONDS.toNanos(10))) {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            served.incrementAndGet();
                            running.decrementAndGet();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            });
        }
        threads.shutdown();

        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(served).hasValue(4000);
        assertThat(most.get()).isBetween(1, 3);
    }
}
