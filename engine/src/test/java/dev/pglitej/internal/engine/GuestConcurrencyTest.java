package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuestConcurrencyTest {
    private final ExecutorService threads = Executors.newFixedThreadPool(3);

    @AfterEach
    void end() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void aSecondThreadIsRefusedWhileTheFirstRunsTheGuest() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        HostFunction host = call -> {
            inside.countDown();
            await(refused);
            return 1;
        };
        try (Guest guest = Fixtures.guest("main", Fixtures.only("host", host))) {
            Future<Long> first = threads.submit(() -> guest.call(guest.function("call_host"), 0, 0));
            await(inside);

            assertThatThrownBy(() -> guest.call(guest.function("add"), 1, 2))
                    .isInstanceOf(EngineException.class)
                    .hasMessageMatching("guest main is being run by .*; a guest has one thread at a time");
            assertThatThrownBy(guest::close).hasMessageMatching("cannot close guest main: .* is running it; .*");

            refused.countDown();
            assertThat(first.get()).isEqualTo(2);
        }
    }

    @Test
    void threadsThatFightForAGuestAreServedOrRefusedButNeverMixedUp() throws Exception {
        try (Guest guest = Fixtures.guest("main", Fixtures.only("host", call -> call.i32(0)))) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int thread = 0; thread < 3; thread++) results.add(threads.submit(() -> fight(guest)));
            for (Future<Integer> result : results) assertThat(result.get()).isPositive();
        }
    }

    private static int fight(Guest guest) {
        int served = 0;
        for (int i = 0; i < 20_000 || served == 0; i++) {
            try {
                if (guest.call(guest.function("call_host"), i, 0) != i + 1) {
                    throw new IllegalStateException("another thread's result");
                }
                served++;
            } catch (EngineException e) {
                assertThat(e).hasMessageContaining("one thread at a time");
            }
        }
        return served;
    }

    @Test
    void aGuestMayMoveFromThreadToThreadBetweenCalls() throws Exception {
        try (Guest guest = Fixtures.guest("main", Fixtures.only("host", call -> 1))) {
            for (int i = 0; i < 300; i++) {
                long expected = i + 3L;
                GuestFunction add = guest.function("add");
                int number = i;
                assertThat(threads.submit(() -> guest.call(add, number, 3)).get())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void anotherThreadMayPokeUntilTheGuestIsClosed() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Guest guest = Fixtures.guest("main", Imports.none());
        Future<Integer> poker = threads.submit(() -> {
            int poked = 0;
            while (guest.poke(1024, poked + 1)) poked++;
            stop.set(true);
            return poked;
        });
        while (guest.memory().getInt(1024) == 0) Thread.onSpinWait();

        guest.close();

        assertThat(poker.get()).isPositive();
        assertThat(stop).isTrue();
    }

    @Test
    void threadsThatEndGiveBackWhatTheyGotForSignals() throws Exception {
        try (Guest guest = Fixtures.guest("main", Imports.none())) {
            GuestFunction add = guest.function("add");
            for (int i = 0; i < 500; i++) {
                Thread thread = new Thread(() -> guest.call(add, 1, 2));
                thread.start();
                thread.join();
            }
            assertThat(guest.call(add, 1, 2)).isEqualTo(3);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(1, TimeUnit.MINUTES)) throw new IllegalStateException("waited a minute in vain");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
