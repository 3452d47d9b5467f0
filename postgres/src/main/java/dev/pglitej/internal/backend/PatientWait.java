package dev.pglitej.internal.backend;

import dev.pglitej.internal.kernel.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * A wait during which the process may return its thread. If it is for other processes and lasts long, it is checked from time to time,
 * because it may be that nothing can end it. One object serves one wait after another, because a backend waits for each message of its
 * client. Confined to the thread that runs the process.
 */
final class PatientWait {
    private final int pid;
    private final BackendThread thread;
    private final Postmaster postmaster;
    private boolean isForProcesses;
    private long start;
    /** When it was last checked. */
    private long checked;

    private boolean isReported;
    /** Whether the process has returned its thread, and no thread has run it since. */
    private boolean isSuspended;

    private Timers.@Nullable Timer timer;

    PatientWait(int pid, BackendThread thread, Postmaster postmaster) {
        this.pid = pid;
        this.thread = thread;
        this.postmaster = postmaster;
    }

    /** Begins now, unless a thread runs the process again in the same wait. */
    void enter(boolean forProcesses) {
        if (isSuspended) {
            resume();
        } else {
            isForProcesses = forProcesses;
            isReported = false;
            start = postmaster.clock().monotonicNanos();
            checked = start;
        }
    }

    private void resume() {
        isSuspended = false;
        if (timer != null) timer.cancel();
        timer = null;
    }

    boolean isSuspended() {
        return isSuspended;
    }

    long start() {
        return start;
    }

    /**
     * The process returns its thread.
     *
     * @param nanos when to wake it, after {@link #start}; {@link Long#MAX_VALUE} for never
     */
    void suspend(long nanos) {
        isSuspended = true;
        long end = nanos == Long.MAX_VALUE ? nanos : start + nanos;
        if (checksAgain()) end = Math.min(end, checked + postmaster.patience());
        if (end != Long.MAX_VALUE) timer = thread.wakeAt(end);
    }

    private boolean checksAgain() {
        return isForProcesses && !isReported && postmaster.patience() != Long.MAX_VALUE;
    }

    /** Call it when what is waited for has not happened. */
    void check() {
        long now = postmaster.clock().monotonicNanos();
        if (!checksAgain() || now - checked < postmaster.patience()) return;
        checked = now;
        isReported = postmaster.waitsInVain(pid);
    }
}
