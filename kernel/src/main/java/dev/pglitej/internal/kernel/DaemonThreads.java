package dev.pglitej.internal.kernel;

import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * Makes threads that keep no references to the state of the thread that makes them. Thread-safe.
 *
 * <p>A thread keeps the context class loader, the inheritable thread locals and the protection domains of its maker as long as it lives. If
 * a database serves several applications of a server, the classes of the first one could otherwise not be collected.
 */
public final class DaemonThreads {
    private DaemonThreads() {}

    /** A daemon thread that has not been started. */
    public static Thread of(String name, Runnable task) {
        return of(name, task, 0);
    }

    /**
     * The same with a stack.
     *
     * @param stackBytes 0 for the JVM's default
     */
    @SuppressWarnings("removal") // What it does is needed up to Java 23; after that it does nothing.
    public static Thread of(String name, Runnable task, long stackBytes) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(null, task, name, stackBytes, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
            return thread;
        });
    }
}
