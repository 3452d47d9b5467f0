package dev.pglitej.internal.cluster;

import java.util.concurrent.TimeUnit;

/**
 * How long a cluster waits before it takes something to be stuck. Immutable.
 *
 * @param watchNanos how long a process may keep the processor from others, or wait for others of which none runs, before that is
 *     reported
 * @param shutdownNanos how long sessions get to end when the cluster shuts down, and helpers as well, before they are cut off
 * @param abortNanos how long those who are cut off get to notice
 * @param roomNanos how long a recovery for which the JVM or the system has no room is tried again
 */
record Patience(long watchNanos, long shutdownNanos, long abortNanos, long roomNanos) {
    private static final String PREFIX = "pglitej.patience.";

    /** What the system properties {@code pglitej.patience.watch} ({@code .shutdown}, {@code .abort}, {@code .room}) say in milliseconds. */
    static Patience configured() {
        return new Patience(
                nanos("watch", 10_000), nanos("shutdown", 60_000), nanos("abort", 10_000), nanos("room", 600_000));
    }

    private static long nanos(String property, long defaultMillis) {
        return TimeUnit.MILLISECONDS.toNanos(Long.getLong(PREFIX + property, defaultMillis));
    }
}
