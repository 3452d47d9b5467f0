package dev.pglitej.internal.kernel.time;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.kernel.DaemonThreads;
import dev.pglitej.internal.kernel.HostLog;
import dev.pglitej.internal.kernel.time.DeadlineQueue.Entry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A daemon thread for the timers of many owners, which runs while there are any, and a little longer. Thread-safe.
 *
 * <p>An exception of an action goes to the thread's handler for uncaught exceptions; the other actions still run.
 */
// RATIONALE: "What does an idle database cost?"
public final class TimerThread {
    private static final TimerThread COMMON = new TimerThread(SystemClock.INSTANCE, "pglitej timers");

    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** The pause after an Error, so that a repeated one does not use up a processor. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final Entry NOTHING_DUE = new Entry(0, 0, "", () -> {});

    private final Clock clock;
    private final String threadName;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final DeadlineQueue queue = new DeadlineQueue();

    @GuardedBy("lock")
    private @Nullable Thread thread;

    TimerThread(Clock clock, String name) {
        this.clock = clock;
        this.threadName = name;
    }

    /** Timers of a new owner on the thread that all of them share; they run by {@link SystemClock}. */
    public static Timers common() {
        return COMMON.timers();
    }

    /** Timers of a new owner, whose {@link Timers#close} leaves those of others alone. */
    Timers timers() {
        return new Owned();
    }

    private final class Owned implements Timers {
        @GuardedBy("lock")
        private boolean closed;

        @Override
        public Timer schedule(long deadlineNanos, Runnable action) {
            lock.lock();
            try {
                if (closed) throw new IllegalStateException("these timers are closed");
                Entry entry = queue.add(deadlineNanos, this, action);
                startThread();
                if (entry.equals(queue.first())) changed.signal();
                return () -> cancel(entry);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                closed = true;
                queue.removeAll(this);
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean cancel(Entry entry) {
        lock.lock();
        try {
            return queue.remove(entry);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void startThread() {
        if (thread == null) {
            Thread started = DaemonThreads.of(threadName, this::run);
            started.start();
            thread = started;
        }
    }

    private void run() {
        Entry due = nextDue();
        while (due != null) {
            runGuarded(due.action());
            due = nextDue();
        }
    }

    /** As {@link #awaitDue}; an Error, for instance of an exhausted heap, must not end the thread, on which all timers depend. */
    private @Nullable Entry nextDue() {
        try {
            return awaitDue();
        } catch (Error e) {
            report(e);
            LockSupport.parkNanos(PAUSE_NANOS);
            return NOTHING_DUE;
        }
    }

    private static void runGuarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable t) {
            report(t);
        }
    }

    private static void report(Throwable failure) {
        Thread current = Thread.currentThread();
        try {
            current.getUncaughtExceptionHandler().uncaughtException(current, failure);
        } catch (Throwable second) {
            // There is no handler for a failure of the handler.
            HostLog.suppress(failure, second);
        }
    }

    /** The next entry whose deadline has come; null when there has been none for a while: the thread then ends. */
    private @Nullable Entry awaitDue() {
        lock.lock();
        try {
            while (true) {
                long now = clock.monotonicNanos();
                Entry due = queue.takeDue(now);
                if (due != null) return due;
                Entry first = queue.first();
                if (first != null) {
                    changed.awaitNanos(first.deadlineNanos() - now);
                } else if (changed.awaitNanos(KEEP_NANOS) <= 0 && queue.first() == null) {
                    thread = null;
                    return null;
                }
            }
        } catch (InterruptedException e) {
            // An interrupt by mistake must not end this thread.
            return NOTHING_DUE;
        } finally {
            lock.unlock();
        }
    }
}
