package dev.pglitej.internal.cluster;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.Timers;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Notices whether clients use a database: whether their processes run. It looks from time to time while they do, and not at all while they
 * do not. Thread-safe.
 */
// RATIONALE: "What does an idle database cost?"
final class Usage {
    /** A database that is used no longer than twice this, as in one test, is not told of. */
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long NEXT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Clock clock;
    private final Timers timers;
    private final Executor executor;
    private final Listener listener;

    /** How often a client's process has begun to run. Only the holder of the processor writes it. */
    private volatile long turns;

    private volatile boolean looks;

    @GuardedBy("this")
    private long seen;

    /** How often in a row it was in use. */
    @GuardedBy("this")
    private int uses;

    /** May take a while. Called by one thread at a time. */
    interface Listener {
        /** The database has been in use for some seconds. Called again while it is. */
        void used();

        /** Nobody has used the database for some seconds. */
        void unused();
    }

    Usage(Clock clock, Timers timers, Executor executor, Listener listener) {
        this.clock = clock;
        this.timers = timers;
        this.executor = executor;
        this.listener = listener;
    }

    /** A client's process, whose thread holds the processor, begins to run. */
    void count() {
        // Only the holder of the processor writes it.
        long next = turns + 1;
        turns = next;
        if (!looks) begin();
    }

    private synchronized void begin() {
        if (looks) return;
        looks = true;
        seen = turns;
        uses = 0;
        lookLater(FIRST_NANOS);
    }

    private void lookLater(long nanos) {
        try {
            Timers.Timer ignored = timers.schedule(clock.monotonicNanos() + nanos, this::lookNow);
        } catch (IllegalStateException e) {
            // The database is closed.
            return;
        }
    }

    private void lookNow() {
        try {
            executor.execute(this::look);
        } catch (Error e) {
            // There is no thread for it now, and nobody else would look again.
            lookLater(FIRST_NANOS);
        }
    }

    private synchronized void look() {
        long now = turns;
        if (now == seen) {
            looks = false;
            listener.unused();
            if (turns != now) begin();
            return;
        }
        seen = now;
        uses++;
        if (uses > 1) listener.used();
        lookLater(uses > 1 ? NEXT_NANOS : FIRST_NANOS);
    }
}
