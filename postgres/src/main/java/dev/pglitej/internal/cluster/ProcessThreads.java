package dev.pglitej.internal.cluster;

import dev.pglitej.internal.kernel.DaemonThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that run processes which no client's thread runs, of all databases. They are made when needed and end soon afterwards. Their
 * number has no limit, because a process that waits where it cannot leave its thread keeps it. Thread-safe.
 */
final class ProcessThreads {
    private static final long KEEP_SECONDS = 2;

    private static final ThreadPoolExecutor THREADS = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            KEEP_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> DaemonThreads.of("pglitej processes", task));

    private ProcessThreads() {}

    static Executor executor() {
        return THREADS;
    }
}
