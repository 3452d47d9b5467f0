package dev.pglitej.internal.kernel.process;

import dev.pglitej.internal.kernel.time.Clock;

/**
 * The ITIMER_REAL of one process: a deadline that the process itself looks at when it is safe to interrupt it. Confined to the process's
 * thread, but any thread may read the deadline.
 */
public final class IntervalTimer {

    /** The deadline of a timer that is not running. */
    public static final long NEVER = Long.MAX_VALUE;

    private final Clock clock;
    private volatile long deadlineNanos = NEVER;

    IntervalTimer(Clock clock) {
        this.clock = clock;
    }

    /** Expires once, so long from now; 0 stops it. */
    public void set(long nanos) {
        deadlineNanos = nanos == 0 ? NEVER : clock.monotonicNanos() + nanos;
    }

    /** On the clock's monotonic scale. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Whether it has expired since it was set; says so once. */
    public boolean takeExpiry() {
        long deadline = deadlineNanos;
        if (deadline == NEVER || clock.monotonicNanos() - deadline < 0) return false;
        deadlineNanos = NEVER;
        return true;
    }
}
