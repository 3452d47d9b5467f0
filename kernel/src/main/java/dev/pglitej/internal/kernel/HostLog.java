package dev.pglitej.internal.kernel;

/**
 * The log for failures after which others have to go on. Stateless.
 *
 * <p>Where the heap is exhausted, logging fails too, and may for ever: a class of the logger's whose initialization failed is never
 * initialized again. That must not be what ends a thread.
 */
public final class HostLog {
    private HostLog() {}

    /** The same for one who has no logger so far, since most never need it. */
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

    /** The JVM has some errors ready for when there is no memory, which it throws again and again; none can be suppressed by itself. */
    public static void suppress(Throwable cause, Throwable second) {
        if (second != cause) cause.addSuppressed(second);
    }
}
