package dev.pglitej.internal.kernel.time;

import java.time.Duration;

/** A moment by which something is to be done, or never. Immutable. */
public final class Deadline {
    private static final Deadline NEVER = in(Long.MAX_VALUE);

    private final Clock clock;
    private final long begin;
    private final long nanos;

    private Deadline(Clock clock, long nanos) {
        this.clock = clock;
        this.begin = clock.monotonicNanos();
        this.nanos = Math.max(0, nanos);
    }

    /** That long from now; {@link Long#MAX_VALUE} is never, and a value that is not positive is over at once. */
    public static Deadline in(long nanos) {
        return in(SystemClock.INSTANCE, nanos);
    }

    public static Deadline in(Clock clock, long nanos) {
        return new Deadline(clock, nanos);
    }

    /** That long from now; never, if it is longer than nanoseconds can count. */
    public static Deadline in(Duration duration) {
        try {
            return in(duration.toNanos());
        } catch (ArithmeticException e) {
            return duration.isNegative() ? in(0) : NEVER;
        }
    }

    public static Deadline never() {
        return NEVER;
    }

    /** How long there is until then: 0 once it is over, and {@link Long#MAX_VALUE} if it is never. */
    public long leftNanos() {
        return nanos == Long.MAX_VALUE ? nanos : Math.max(0, nanos - passedNanos());
    }

    public boolean isOver() {
        return leftNanos() == 0;
    }

    private long passedNanos() {
        return clock.monotonicNanos() - begin;
    }
}
