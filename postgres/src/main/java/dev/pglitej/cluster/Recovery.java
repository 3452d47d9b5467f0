package dev.pglitej.cluster;

import dev.pglitej.backend.FirstProcess;
import dev.pglitej.kernel.DaemonThreads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The boot of an incarnation after another one has crashed, on a thread of its own. Safe for any number of threads. */
final class Recovery {
    private final FirstProcess process;
    private final Consumer<FirstProcess> work;
    private final CountDownLatch end = new CountDownLatch(1);

    /** @param work all that there is to do, with a process that has yet to boot */
    Recovery(FirstProcess process, Consumer<FirstProcess> work) {
        this.process = process;
        this.work = work;
    }

    void start() {
        DaemonThreads.of("pglitej recovery", this::run).start();
    }

    private void run() {
        try {
            work.accept(process);
        } finally {
            end.countDown();
        }
    }

    /** Ends it where it is, as a postmaster that is told to shut down does. From now on it begins no work on a file. */
    void abort() {
        process.abort(new ImmediateShutdownException());
    }

    /** Waits until it has ended; false if the time is up first. */
    boolean awaitEnd(long nanos) throws InterruptedException {
        return end.await(nanos, TimeUnit.NANOSECONDS);
    }
}
