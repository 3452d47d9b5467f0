package dev.pglitej.internal.backend;

import static dev.pglitej.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.backend.Sleeper.Interest;
import dev.pglitej.spi.MemoryChannel;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sleep that is not ended as it should be lasts for ever, and meets the timeout. */
@Timeout(60)
final class SleeperTest {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final MemoryChannel channel = new MemoryChannel();
    private final Sleeper sleeper = new Sleeper(channel);

    @ParameterizedTest
    @EnumSource(names = {"NOTHING", "READABLE"})
    void aWakeUpBeforeTheSleepIsNotLost(Interest interest) {
        sleeper.prepare();
        sleeper.wake();

        assertThat(sleeper.sleep(interest, FOR_EVER)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOTHING", "READABLE"})
    void aSleepIsEndedByAnotherThread(Interest interest) throws InterruptedException {
        sleeper.prepare();
        Thread self = Thread.currentThread();
        Thread waker = new Thread(() -> {
            eventually(
                    "the test sleeps",
                    () -> self.getState() == Thread.State.WAITING || self.getState() == Thread.State.TIMED_WAITING);
            sleeper.wake();
        });
        waker.start();

        boolean ready = sleeper.sleep(interest, FOR_EVER);

        assertThat(ready).isFalse();
        waker.join();
    }

    @Test
    void wakeUpsBeforeThePreparationAreForgotten() {
        sleeper.wake();
        sleeper.prepare();

        assertThat(sleeper.sleep(Interest.NOTHING, 0)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOTHING", "READABLE"})
    void aSleepEndsWhenItsTimeIsUp(Interest interest) {
        sleeper.prepare();

        assertThat(sleeper.sleep(interest, 1)).isFalse();
    }

    @Test
    void whatTheClientHasSentEndsTheSleepOfOneWhoWantsToRead() {
        channel.send(ByteBuffer.allocate(1));
        sleeper.prepare();

        assertThat(sleeper.sleep(Interest.READABLE, FOR_EVER)).isTrue();
    }

    @Test
    void aClosedChannelCountsAsReady() {
        channel.close();
        sleeper.prepare();

        assertThat(sleeper.sleep(Interest.READABLE, FOR_EVER)).isTrue();
    }

    @Test
    void aProcessWithoutClientSleepsUntilWoken() {
        Sleeper checkpointer = new Sleeper(null);
        checkpointer.prepare();
        checkpointer.wake();

        assertThat(checkpointer.sleep(Interest.READABLE, FOR_EVER)).isFalse();
    }

    @Test
    void anInterruptDoesNotEndTheSleepAndIsKept() {
        sleeper.prepare();
        Thread.currentThread().interrupt();

        sleeper.sleep(Interest.NOTHING, 1);

        assertThat(Thread.interrupted()).isTrue();
    }
}
