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
     * @param tooLong called with the number of nanoseconds for which it has been held; must not block
     */
    public HoldWatch(long limitNanos, LongConsumer tooLong) {
        this.limitNanos = limitNanos;
        this.tooLong = tooLong;
    }

    /** Reports nothing. */
    static HoldWatch none() {
        return new HoldWatch(Long.MAX_VALUE, nanos -> {});
    }

    void taken() {
        takenAt = SystemClock.INSTANCE.monotonicNanos();
    }

    /** For how long it has been held, roughly. */
    long heldNanos() {
        return SystemClock.INSTANCE.monotonicNanos() - takenAt;
    }

    /** @param turn the number of the turn that the caller saw before; a later turn has lasted for less time */
    void look(long turn) {
        long nanos = heldNanos();
        if (nanos < limitNanos) return;
        long before = toldOf.get();
        if (before != turn && toldOf.compareAndSet(before, turn)) tooLong.accept(nanos);
    }
}
