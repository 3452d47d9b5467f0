package dev.pglitej.jdbc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.PGlite;
import dev.pglitej.internal.jdbc.socket.SocketOwner;
import dev.pglitej.internal.kernel.DaemonThreads;
import dev.pglitej.internal.kernel.HostLog;
import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.internal.kernel.time.TimerThread;
import dev.pglitej.internal.kernel.time.Timers;
import dev.pglitej.spi.Sessions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A database that a URL has opened. It is closed with its last connection, or after a delay. Thread-safe. */
// RATIONALE: "Why does a database in memory close with its last connection?"
final class HeldDatabase implements DatabaseHolder {
    private static final System.Logger LOG = System.getLogger(HeldDatabase.class.getName());
    private static final Timers TIMERS = TimerThread.common();
    /** How long the session of a connection that could not be opened may take to end. */
    private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String name;
    private final OpenOptions options;
    private final PGlite database;
    private final Runnable onClose;
    private final LastConnection last = new LastConnection();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private int holds;

    /** How often the last hold was released, so that a delayed close knows whether the database was held since. */
    @GuardedBy("lock")
    private long releases;

    /** Closes it later, while it is not held. */
    @GuardedBy("lock")
    private Timers.@Nullable Timer delayed;

    @GuardedBy("lock")
    private boolean closed;

    /** @param onClose run when the database has been closed */
    HeldDatabase(String name, OpenOptions options, PGlite database, Runnable onClose) {
        this.name = name;
        this.options = options;
        this.database = database;
        this.onClose = onClose;
    }

    PGlite database() {
        return database;
    }

    @Override
    public Sessions sessions() {
        return database.sessions();
    }

    @Override
    public String name() {
        return name;
    }

    OpenOptions options() {
        return options;
    }

    /** Holds the database until {@link #release}, if it is still open; returns whether it is. */
    boolean tryHold() {
        lock.lock();
        try {
            if (closed) return false;
            holds++;
            if (delayed != null) delayed.cancel();
            delayed = null;
            last.opened();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public SocketOwner.Hold hold() {
        if (!tryHold()) throw new IllegalStateException("the database " + name + " has been closed");
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean closed = new AtomicBoolean();
        return new SocketOwner.Hold() {
            @Override
            public void sessionEnded() {
                if (ended.compareAndSet(false, true)) letGo();
            }

            @Override
            public void socketClosed(long nanos) {
                if (closed.compareAndSet(false, true)) connectionClosed(nanos);
            }
        };
    }

    /** Ends a hold of {@link #tryHold}. If it was the last one, this waits until the database is closed. */
    void release() {
        letGo();
        connectionClosed(GOODBYE_NANOS);
    }

    private void connectionClosed(long nanos) {
        last.closed(options.closeDelay().seconds() == 0 ? nanos : 0);
    }

    private void letGo() {
        lock.lock();
        try {
            holds--;
            if (holds > 0) return;
            long seen = ++releases;
            int seconds = options.closeDelay().seconds();
            if (seconds == 0) closeUnheld();
            if (seconds > 0) {
                delayed = TIMERS.schedule(
                        SystemClock.INSTANCE.monotonicNanos() + TimeUnit.SECONDS.toNanos(seconds), () -> due(seen));
            }
        } finally {
            lock.unlock();
        }
    }

    /** All databases share the timers' thread, and closing one may take long. */
    private void due(long seen) {
        DaemonThreads.of("pglitej closes " + name, () -> closeIfUnheldSince(seen))
                .start();
    }

    private void closeIfUnheldSince(long seen) {
        lock.lock();
        try {
            if (holds == 0 && releases == seen) closeUnheld();
        } finally {
            lock.unlock();
        }
    }

    /** Closes it if it is not held. */
    void closeIfUnheld() {
        lock.lock();
        try {
            if (holds == 0) closeUnheld();
        } finally {
            lock.unlock();
        }
    }

    /** Closes it although connections hold it, as at the end of the JVM. */
    void close() {
        lock.lock();
        try {
            closeUnheld();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void closeUnheld() {
        if (closed) return;
        closed = true;
        last.databaseCloses();
        try {
            database.close();
        } catch (RuntimeException | Error e) {
            // At the end of the JVM, the databases after this one must still be closed.
            HostLog.log(LOG, System.Logger.Level.ERROR, "the database " + name + " could not be closed cleanly", e);
        } finally {
            onClose.run();
            last.databaseClosed();
        }
    }
}
