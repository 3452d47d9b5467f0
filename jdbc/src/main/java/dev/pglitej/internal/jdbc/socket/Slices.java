package dev.pglitej.internal.jdbc.socket;

import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.internal.kernel.time.Timers;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Time slices of sessions that go on computing when they have sent something: at the end of each, the client's thread is to be returned, so
 * that it reads. Thread-safe.
 *
 * <p>A session that sends and then waits for its client, as nearly all do, shall not pay for a timer. So one tick looks at all
 * that have sent something since the one before, and there is none while nobody sends.
 */
// RATIONALE: "When does a client get what a running statement sends?"
final class Slices {
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Timers timers;
    private final Queue<Slice> begun = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ticks = new AtomicBoolean();

    Slices(Timers timers) {
        this.timers = timers;
    }

    /**
     * The slices of one session.
     *
     * @param hasUnread whether its client's thread runs the session, and there is something for it to read; asked at the end of a slice
     * @param end has the thread returned, where {@code hasUnread}; both must not block
     */
    Slice of(BooleanSupplier hasUnread, Runnable end) {
        return new Slice(hasUnread, end);
    }

    /** One session's. */
    final class Slice {
        private final BooleanSupplier hasUnread;
        private final Runnable end;
        private final AtomicBoolean isBegun = new AtomicBoolean();

        private Slice(BooleanSupplier hasUnread, Runnable end) {
            this.hasUnread = hasUnread;
            this.end = end;
        }

        /** Begins a slice, unless one has begun. */
        void begin() {
            if (isBegun.get() || !isBegun.compareAndSet(false, true)) return;
            begun.add(this);
            tickLater();
        }

        /** Goes on to the next slice until the thread is returned: where the session cannot give it up now, it can later. */
        private void end() {
            isBegun.set(false);
            if (!hasUnread.getAsBoolean()) return;
            end.run();
            begin();
        }
    }

    private void tickLater() {
        if (ticks.get() || !ticks.compareAndSet(false, true)) return;
        Timers.Timer ignored = timers.schedule(SystemClock.INSTANCE.monotonicNanos() + SLICE_NANOS, this::tick);
    }

    private void tick() {
        ticks.set(false);
        // Those that begin anew meanwhile come after the last one of now.
        for (int left = begun.size(); left > 0; left--) {
            Slice slice = begun.poll();
            if (slice != null) slice.end();
        }
        if (!begun.isEmpty()) tickLater();
    }
}
