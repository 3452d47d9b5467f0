package dev.pglitej.internal.backend;

import dev.pglitej.internal.kernel.time.SystemClock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Notices a backend that holds a {@link Processor} for too long while others wait for it, and reports each such time once. Thread-safe,
 * except {@link #taken}, which is confined to the thread that holds the processor. The threads that wait call {@link #look}, because they
 * have the time for it.
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
