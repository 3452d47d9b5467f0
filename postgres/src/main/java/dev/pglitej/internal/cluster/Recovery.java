package dev.pglitej.internal.cluster;

import dev.pglitej.internal.backend.FirstProcess;
import dev.pglitej.internal.kernel.DaemonThreads;
import dev.pglitej.internal.kernel.time.Deadline;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The boot of an incarnation after a crash, on a thread of its own. Thread-safe.
 *
 * <p>If the JVM or the system has no room for it, it is tried again, first soon and then less often. The thread needs no memory except for
 * an attempt itself: work that an Error interrupts is done a little later.
 */
// RATIONALE: "Why does a database that has failed not try again?"
final class Recovery {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Supplier<FirstProcess> processes;
    private final Work work;
    private final long patienceNanos;
    private final Thread thread = DaemonThreads.of("pglitej recovery", this::run);
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile @Nullable FirstProcess process;
    /** Why the last attempt failed, until that has been reported. Confined to the thread. */
    private @Nullable Throwable failure;

    private volatile boolean isAborted;

    /** The steps. Each may throw an Error, and is then called again. */
    interface Work {
        /** Boots the next incarnation with this process, which has not booted yet. */
        void attempt(FirstProcess process);

        /** Called when there was no room for an attempt and another one follows. */
        void postponed(Throwable cause);

        /** Called when an attempt has failed for good. */
        void failed(Throwable cause);

        /** Called once at the end, also of a recovery that was aborted before its first attempt. */
        void ended();
    }

    /** @param patienceNanos how long to wait for room */
    Recovery(Supplier<FirstProcess> processes, Work work, long patienceNanos) {
        this.processes = processes;
        this.work = work;
        this.patienceNanos = patienceNanos;
        // Code that is called for the first time needs memory.
        pause(1);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            recover();
            work.ended();
        } finally {
            end.countDown();
        }
    }

    private void recover() {
        Deadline deadline = Deadline.in(patienceNanos);
        for (long pause = FIRST_PAUSE_NANOS; !isAborted; pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
            if (isOver(deadline.isOver())) return;
            pause(pause);
        }
    }

    /** Does the next step. */
    private boolean isOver(boolean isLate) {
        try {
            if (failure == null) attempt();
            Throwable last = failure;
            if (last == null) return true;
            if (isLate || !Exhaustion.mayPass(last)) {
                work.failed(last);
                return true;
            }
            failure = null;
            work.postponed(last);
        } catch (Throwable e) {
            // There is no memory to report it. The rest is done after the pause.
            Thread.onSpinWait();
        }
        return false;
    }

    private void attempt() {
        try {
            FirstProcess next = processes.get();
            process = next;
            // Either abort() sees the process, or this sees the abort.
            if (!isAborted) work.attempt(next);
        } catch (Throwable e) {
            failure = e;
        }
    }

    private void pause(long nanos) {
        Deadline deadline = Deadline.in(nanos);
        while (!isAborted && !deadline.isOver()) LockSupport.parkNanos(this, deadline.leftNanos());
    }

    /** Ends it wherever it is, as a postmaster does that shuts down. From now on it begins no work on a file. */
    void abort() {
        isAborted = true;
        FirstProcess present = process;
        if (present != null) present.abort(new ImmediateShutdownException());
        LockSupport.unpark(thread);
    }

    /** Waits until it has ended; false if the time is up first. */
    boolean awaitEnd(long nanos) throws InterruptedException {
        return end.await(nanos, TimeUnit.NANOSECONDS);
    }
}
