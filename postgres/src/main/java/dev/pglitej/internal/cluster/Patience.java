package dev.pglitej.internal.cluster;

import java.util.concurrent.TimeUnit;

/**
 * How long a cluster waits before it takes something to be stuck. Immutable.
 *
 * @param openNanos how long the opening of a session waits for a recovery, or until the cluster is no longer paused
 * @param watchNanos how long a process may keep the processor from others, or wait for others of which none runs, before that is
 *     reported
 * @param shutdownNanos how long sessions get to end when the cluster shuts down, and helpers as well, before they are cut off
 * @param abortNanos how long those who are cut off get to notice
 * @param lastNanos how long a thread that has crashed an incarnation, and has no memory to say so, tries again
 * @param roomNanos how long a recovery for which the JVM or the system has no room is tried again
 */
record Patience(long openNanos, long watchNanos, long shutdownNanos, long abortNanos, long lastNanos, long roomNanos) {
    /** How long a client may take to receive what a session says at its end. */
    static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final String PREFIX = "pglitej.patience.";

    /** As system properties say in milliseconds: {@code pglitej.patience.watch} ({@code .open}, {@code .shutdown}, and so on). */
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
