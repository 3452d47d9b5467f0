package dev.pglitej.internal.database;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.internal.kernel.time.ThreadTimers;
import dev.pglitej.internal.kernel.time.Timers;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether anybody uses something, and lets go of what is kept for the next one when nobody has for a while. Thread-safe.
 *
 * <p>What is kept for the next database are native memory and files' mappings, which threads of the JVM free; those would keep the class
 * loader of an application that has been stopped.
 */
final class Presence {
    private final Timers timers = new ThreadTimers(SystemClock.INSTANCE, "pglitej idle");
    private final long patienceNanos;
    private final Runnable release;

    @GuardedBy("this")
    private int present;

    @GuardedBy("this")
    private Timers.@Nullable Timer pending;

    /** @param release run after so long a time without anybody, while none can {@link #enter} */
    Presence(long patience, TimeUnit unit, Runnable release) {
        this.patienceNanos = unit.toNanos(patience);
        this.release = release;
    }

    /** Somebody is there until the result has been run; running it again does nothing. */
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
