package dev.pglitej.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class UsageTest {
    private final ManualTimers timers = new ManualTimers();
    private final List<String> told = new ArrayList<>();
    private int failures;
    private final Usage usage = new Usage(timers, timers, this::execute, new Usage.Listener() {
        @Override
        public void used() {
            told.add("used");
        }

        @Override
        public void unused() {
            told.add("unused");
        }
    });

    private void execute(Runnable task) {
        if (failures > 0) {
            failures--;
            throw new OutOfMemoryError("unable to create native thread");
        }
        task.run();
    }

    private void seconds(int count) {
        for (int i = 0; i < count; i++) timers.pass(TimeUnit.SECONDS.toNanos(1));
    }

    private void useForSeconds(int count) {
        for (int i = 0; i < count; i++) {
            usage.count();
            usage.count();
            seconds(1);
        }
    }

    @Test
    void aDatabaseThatIsUsedForOneTestOnlyIsUnusedSoonAfterwards() {
        useForSeconds(1);

        seconds(60);

        assertThat(told).containsExactly("unused");
    }

    @Test
    void aDatabaseThatIsUsedForSomeSecondsIsInUseUntilItIsNotForTen() {
        useForSeconds(6);
        assertThat(told).containsExactly("used");

        seconds(30);

        assertThat(told).startsWith("used").endsWith("unused").containsOnlyOnce("unused");
    }

    @Test
    void aDatabaseThatIsUsedAgainIsInUseAgain() {
        useForSeconds(6);
        seconds(30);
        told.clear();

        useForSeconds(6);

        assertThat(told).containsExactly("used");
    }

    @Test
    void nobodyLooksAtADatabaseThatNobodyUses() {
        useForSeconds(1);
        seconds(60);

        assertThat(timers.isNoneWaiting()).isTrue();
    }

    @Test
    void aLookForWhichThereIsNoThreadComesLater() {
        failures = 2;
        useForSeconds(1);

        seconds(60);

        assertThat(failures).isZero();
        assertThat(told).containsExactly("unused");
    }

    @Test
    void aClosedDatabaseIsNotLookedAt() {
        timers.close();

        useForSeconds(6);

        assertThat(told).isEmpty();
    }
}
