package dev.pglitej.internal.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class PresenceTest {
    private final Semaphore released = new Semaphore(0);

    private Presence presence(long millis) {
        return new Presence(millis, TimeUnit.MILLISECONDS, released::release);
    }

    @Test
    void whatIsKeptIsReleasedWhenTheLastHasLeft() throws InterruptedException {
        Presence presence = presence(1);

        Runnable first = presence.enter();
        Runnable second = presence.enter();
        first.run();
        first.run();
        assertThat(released.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
        second.run();

        released.acquire();
    }

    @Test
    void whoComesBackInTimeFindsItStillThere() throws InterruptedException {
        Presence presence = presence(500);

        presence.enter().run();
        Runnable again = presence.enter();

        assertThat(released.tryAcquire(1000, TimeUnit.MILLISECONDS)).isFalse();
        again.run();
        released.acquire();
    }
}
