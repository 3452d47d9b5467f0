package dev.pglitej.server;

import dev.pglitej.api.PGliteException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Closes the server and its database when the JVM is told to end by SIGTERM or SIGINT, and gives exit status 0 for a clean shutdown. The
 * JVM runs it on a thread of its own.
 */
final class ShutdownHook extends Thread {
    /** Longer than the server's own bounds, so that the shutdown checkpoint has its time. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final RunningServer running;
    private final ServerLog log;
    private final Duration deadline;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile @Nullable PGliteException failure;
    private volatile boolean closed;

    ShutdownHook(RunningServer running, ServerLog log) {
        this(running, log, DEADLINE);
    }

    /** @param deadline how long closing may take */
    ShutdownHook(RunningServer running, ServerLog log, Duration deadline) {
        super("pglitej-shutdown");
        this.running = running;
        this.log = log;
        this.deadline = deadline;
    }

    /**
     * Puts itself in place, and waits for the JVM's end. Closes all and is gone again if it is interrupted first, or the database fails.
     *
     * @throws PGliteException why the database has failed; the server ends then, as a postmaster does
     */
    void awaitEnd() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(this);
        running.onFailure(reason -> {
            failure = reason;
            end.countDown();
        });
        try {
            end.await();
        } catch (InterruptedException e) {
            endWithout();
            throw e;
        }
        endWithout();
        PGliteException reason = failure;
        if (reason != null) throw reason;
    }

    private void endWithout() {
        try {
            Runtime.getRuntime().removeShutdownHook(this);
        } catch (IllegalStateException e) {
            // It runs already, and closes all.
            return;
        }
        running.close();
    }

    @Override
    public void run() {
        // A JVM that ends by a signal would give 128 + its number, which supervisors take for a failure.
        Runtime.getRuntime().halt(shutDown());
    }

    /** Closes all, if that is possible in time, and returns the exit status. */
    int shutDown() {
        log.note("shutting down");
        Thread closer = new Thread(this::close, "pglitej-close");
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(deadline.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closer.isAlive()) {
            log.note("the database did not close within " + deadline.toSeconds() + " s; ending without it");
        }
        return closed ? 0 : 1;
    }

    private void close() {
        try {
            running.close();
            closed = true;
            log.note("shut down");
        } catch (Throwable e) {
            log.failure("the database was not closed cleanly", e);
        }
    }
}
