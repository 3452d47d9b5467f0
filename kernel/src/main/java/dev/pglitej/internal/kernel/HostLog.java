package dev.pglitej.internal.kernel;

/**
 * The log for failures after which others have to go on. Stateless.
 *
 * <p>With an exhausted heap, logging fails too, perhaps for ever: a class of the logger whose initialization failed is never initialized
 * again. Such a failure must not end a thread.
 */
public final class HostLog {
    private HostLog() {}

    /** The same for callers without a logger, because most never need one. */
    public static void log(String logger, System.Logger.Level level, String message, Throwable cause) {
        try {
            log(System.getLogger(logger), level, message, cause);
        } catch (Error second) {
            suppress(cause, second);
        }
    }

    /** As {@link System.Logger#log(System.Logger.Level, String, Throwable)}, if that is possible. */
    public static void log(System.Logger logger, System.Logger.Level level, String message, Throwable cause) {
        try {
            logger.log(level, message, cause);
        } catch (Error second) {
            suppress(cause, second);
        }
    }

    /** Without memory, the JVM throws prepared errors again and again, and an error cannot suppress itself. */
    public static void suppress(Throwable cause, Throwable second) {
        if (second != cause) cause.addSuppressed(second);
    }
}
