package dev.pglitej.internal.kernel.time;

import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until a test advances it. Thread-safe. */
public final class FakeClock implements Clock {

    /** 2026-01-01T00:00:00Z. */
    public static final long START_NANOS = 1_767_225_600_000_000_000L;

    private final AtomicLong elapsed = new AtomicLong();

    public void advance(long nanos) {
        elapsed.addAndGet(nanos);
    }

    @Override
    public long realtimeNanos() {
        return START_NANOS + elapsed.get();
    }

    @Override
    public long monotonicNanos() {
        return elapsed.get();
    }
}
