package dev.pglitej.internal.kernel.time;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The host's own clocks. Thread-safe. */
public enum SystemClock implements Clock {
    INSTANCE;

    @Override
    public long realtimeNanos() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }
}
