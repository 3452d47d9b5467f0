package dev.pglitej.internal.database;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.internal.kernel.time.TimerThread;
import dev.pglitej.internal.kernel.time.Timers;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Counts the users of something, and releases memory that is kept for the next user when there has been none for a while. Thread-safe.
 *
 * <p>For databases, this memory is native memory and mappings of files. Otherwise it would keep the class loader of an application that has
 * been stopped.
 */
final class Presence {
    private final Timers timers = TimerThread.common();
    private final long patienceNanos;
    private final Runnable release;

    @GuardedBy("this")
    private int present;

    @GuardedBy("this")
    private Timers.@Nullable Timer pending;

    /** @param release runs after that time without a user; meanwhile no user can {@link #enter} */
    Presence(long patience, TimeUnit unit, Runnable release) {
        this.patienceNanos = unit.toNanos(patience);
        this.release = release;
    }

    /** Adds a user, until the result is run. Running it again does nothing. */
    synchronized Runnable enter() {
        present++;
        if (pending != null) pending.cancel();
        pending = null;
        AtomicBoolean isGone = new AtomicBoolean();
        return () -> {
            if (isGone.compareAndSet(false, true)) leave();
        };
    }

    private synchronized void leave() {
        present--;
        if (present > 0) return;
        pending = timers.schedule(SystemClock.INSTANCE.monotonicNanos() + patienceNanos, this::releaseUnused);
    }

    private synchronized void releaseUnused() {
        if (present > 0) return;
        pending = null;
        release.run();
    }
}
