package dev.pglitej.jdbc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.kernel.time.SystemClock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of one database that their users have not closed, and knows whether the database is closed. The thread that closes
 * the last connection waits here until the database is closed, so that it may delete the directory then. Thread-safe.
 *
 * <p>A session may end after its connection has been closed, on another thread, and the database is closed after its last session.
 */
// RATIONALE: "When does close() of a database's last connection return?"
final class LastConnection {
    /** Longer than closing waits before it cuts off processes that do not end. */
    private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(90);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private int connections;

    /** The thread that closes the database. */
    @GuardedBy("lock")
    private @Nullable Thread closer;

    @GuardedBy("lock")
    private boolean isClosed;

    void opened() {
        lock.lock();
        try {
            connections++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A user has closed a connection, or could not open it. If it was the last one, this waits until the database is closed, or another
     * connection is opened; an interrupt is kept for later.
     *
     * @param nanos how long the sessions may take to end; after that they close the database without anybody waiting
     */
    void closed(long nanos) {
        boolean interrupted = false;
        lock.lock();
        try {
            connections--;
            long start = SystemClock.INSTANCE.monotonicNanos();
            while (connections == 0 && !isClosed && closer != Thread.currentThread()) {
                long left = (closer == null ? nanos : CLOSING_NANOS) - (SystemClock.INSTANCE.monotonicNanos() - start);
                if (left <= 0) return;
                try {
                    long ignored = changed.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            lock.unlock();
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** The calling thread begins to close the database. */
    void databaseCloses() {
        lock.lock();
        try {
            closer = Thread.currentThread();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void databaseClosed() {
        lock.lock();
        try {
            isClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
