package dev.pglitej.internal.backend;

import dev.pglitej.internal.kernel.time.SystemClock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Looks whether the one who holds a {@link Processor} keeps it from others for too long, and tells of it once for each time that somebody
 * does. {@link #taken} belongs to the holder; {@link #look} may be called by all who wait, whose waiting is what costs the time.
 */
public final class HoldWatch {
    private static final long NONE = -1;

    private final long limitNanos;
    private final LongConsumer tooLong;
    private final AtomicLong toldOf = new AtomicLong(NONE);
    private volatile long takenAt;

    /**
     * @param limitNanos how long is too long
     * @param tooLong told how many nanoseconds it has been held for; must not block
     */
    public HoldWatch(long limitNanos, LongConsumer tooLong) {
        this.limitNanos = limitNanos;
        this.tooLong = tooLong;
    }

    /** One that never minds. */
    static HoldWatch none() {
        return new HoldWatch(Long.MAX_VALUE, nanos -> {});
    }

    void taken() {
        takenAt = SystemClock.INSTANCE.monotonicNanos();
    }

    /** @param turn which tenure of the processor it is, as seen before; a later one can only have been held for less */
    void look(long turn) {
        long nanos = SystemClock.INSTANCE.monotonicNanos() - takenAt;
        if (nanos < limitNanos) return;
        long before = toldOf.get();
        if (before != turn && toldOf.compareAndSet(before, turn)) tooLong.accept(nanos);
    }
}
