package dev.pglitej.jdbc;

import dev.pglitej.PGlite;
import dev.pglitej.kernel.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** A database that a URL has opened, and that is closed with its last connection, or so long after. Safe for any number of threads. */
final class HeldDatabase implements DatabaseHolder {
    private static final System.Logger LOG = System.getLogger(HeldDatabase.class.getName());

    private final String name;
    private final OpenOptions options;
    private final PGlite database;
    private final Runnable onClose;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private int holds;

    /** How often it was not held any more, so that a delayed close knows whether it was held since. */
    @GuardedBy("lock")
    private long releases;

    @GuardedBy("lock")
    private boolean closed;

    /** @param onClose run when the database has been closed */
    HeldDatabase(String name, OpenOptions options, PGlite database, Runnable onClose) {
        this.name = name;
        this.options = options;
        this.database = database;
        this.onClose = onClose;
    }

    @Override
    public PGlite database() {
        return database;
    }

    @Override
    public String name() {
        return name;
    }

    OpenOptions options() {
        return options;
    }

    /** Whether it was still open, and is held now. */
    boolean tryHold() {
        lock.lock();
        try {
            if (!closed) holds++;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Runnable hold() {
        if (!tryHold()) throw new IllegalStateException("the database " + name + " has been closed");
        AtomicBoolean released = new AtomicBoolean();
        return () -> {
            if (released.compareAndSet(false, true)) release();
        };
    }

    void release() {
        lock.lock();
        try {
            holds--;
            releases++;
            if (holds > 0) return;
            int seconds = options.closeDelay().seconds();
            if (seconds == 0) closeUnheld();
            if (seconds > 0) closeAfter(seconds, releases);
        } finally {
            lock.unlock();
        }
    }

    private void closeAfter(int seconds, long seen) {
        Thread thread = new Thread(() -> awaitAndClose(seconds, seen), "pglitej closes " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void awaitAndClose(int seconds, long seen) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lock.lock();
        try {
            if (holds == 0 && releases == seen) closeUnheld();
        } finally {
            lock.unlock();
        }
    }

    /** Closes it whoever holds it, as at the end of the JVM. */
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
        try {
            database.close();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the database " + name + " could not be closed in good order", e);
        } finally {
            onClose.run();
        }
    }
}
