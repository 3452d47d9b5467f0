package dev.pglitej.internal.cluster;

import java.util.concurrent.TimeUnit;

/**
 * How long a cluster waits before it considers something stuck. Immutable.
 *
 * @param openNanos how long the opening of a session waits for a recovery, or until the cluster is no longer paused
 * @param watchNanos how long a process may keep the processor from others, or wait for others of which none runs, before that is
 *     reported
 * @param shutdownNanos how long sessions, and then helpers, may take to end in a shutdown before they are cut off
 * @param abortNanos how long processes that are cut off may take to notice
 * @param lastNanos how long a thread that has crashed an incarnation, and has no memory to report it, tries again
 * @param roomNanos how long a recovery is tried again for which the JVM or the system has no room
 */
record Patience(long openNanos, long watchNanos, long shutdownNanos, long abortNanos, long lastNanos, long roomNanos) {
    /** How long a client may take to receive the last message of a session. */
    static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final String PREFIX = "pglitej.patience.";

    /** Reads system properties, in milliseconds: {@code pglitej.patience.watch} ({@code .open}, {@code .shutdown}, and so on). */
    static Patience configured() {
        return new Patience(
                nanos("open", 60_000),
                nanos("watch", 10_000),
                nanos("shutdown", 60_000),
                nanos("abort", 10_000),
                nanos("last", 60_000),
                nanos("room", 600_000));
    }

    private static long nanos(String property, long defaultMillis) {
        return TimeUnit.MILLISECONDS.toNanos(Long.getLong(PREFIX + property, defaultMillis));
    }
}
