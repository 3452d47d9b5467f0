package dev.pglitej.jdbc;

import dev.pglitej.PGlite;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Closes databases in directories that are still open when the JVM ends: not before the application's own shutdown hooks have ended, which
 * may write their last. Thread-safe.
 *
 * <p>Where the JVM has no place behind its hooks, only what nobody holds is closed, since a hook may be using the rest. That is then
 * recovered at the next start.
 */
final class ClosingAtExit {
    /** More than closing takes until it cuts off what does not end. */
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
            // The JVM ends already; what is opened now is recovered at the next start.
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
                // Somebody wants the JVM to end now; the database is recovered at the next start.
                Thread.currentThread().interrupt();
            }
        }
    }
}
