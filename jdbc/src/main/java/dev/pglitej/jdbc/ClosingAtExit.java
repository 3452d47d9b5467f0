package dev.pglitej.jdbc;

import dev.pglitej.PGlite;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Closes databases in directories that are still open when the JVM ends, after the application's own shutdown hooks, which may still write.
 * Thread-safe.
 *
 * <p>If the JVM has no place for an action after its hooks, only databases without connections are closed, because a hook may be using the
 * others. The next start recovers those.
 */
// RATIONALE: "When does a database close that nobody closed before the JVM ended?"
final class ClosingAtExit {
    /** Longer than closing waits before it cuts off processes that do not end. */
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(90);

    private final ExitActions actions = new ExitActions();
    private final Map<PGlite, Closer> closers = new ConcurrentHashMap<>();

    ClosingAtExit() {
        if (!actions.isAfterHooks()) closeUnheldByHook();
    }

    private void closeUnheldByHook() {
        Thread hook = new Thread(this::closeUnheld, "pglitej closes databases");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM ends already; the next start recovers a database that is opened now.
            return;
        }
    }

    private void closeUnheld() {
        for (Closer closer : closers.values()) closer.database.closeIfUnheld();
    }

    void add(HeldDatabase database) {
        Closer closer = new Closer(database);
        closers.put(database.database(), closer);
        actions.add(closer);
    }

    void remove(PGlite database) {
        Closer closer = closers.remove(database);
        if (closer != null) actions.remove(closer);
    }

    /** Closes one. The thread that ends the JVM may run a session at this moment, and the JVM is to end even if the database does not. */
    private static final class Closer implements Runnable {
        private final HeldDatabase database;

        Closer(HeldDatabase database) {
            this.database = database;
        }

        @Override
        public void run() {
            Thread closing = new Thread(database::close, "pglitej closes " + database.name());
            closing.setDaemon(true);
            closing.start();
            try {
                closing.join(PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                // An interrupt: the JVM is to end now. The next start recovers the database.
                Thread.currentThread().interrupt();
            }
        }
    }
}
