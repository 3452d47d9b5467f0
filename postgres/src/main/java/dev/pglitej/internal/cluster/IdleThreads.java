package dev.pglitej.internal.cluster;

import dev.pglitej.internal.kernel.DaemonThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that run backends that no client runs. They are made when needed and end soon afterwards. Their number has no limit, because
 * a backend that waits for another's lock keeps its thread. Thread-safe.
 */
final class IdleThreads implements Executor, AutoCloseable {
    private static final long KEEP_SECONDS = 2;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            KEEP_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            IdleThreads::thread,
            (task, pool) -> {
                // Closed: every backend has ended, so there is nothing to run.
            });

    private static Thread thread(Runnable task) {
        return DaemonThreads.of("pglitej idle session", task);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
