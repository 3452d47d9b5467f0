package dev.pglitej.internal.backend;

import dev.pglitej.internal.kernel.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * A wait during which the process may return its thread. If it is for other processes and lasts long, it is checked from time to time,
 * because it may be that nothing can end it. Confined to the thread that runs the process.
 */
final class PatientWait {
    private final int pid;
    private final BackendThread thread;
    private final Postmaster postmaster;
    private final boolean isForProcesses;
    private final long start;
    /** When it was last checked. */
    private long checked;

    private boolean isReported;
    private Timers.@Nullable Timer timer;

    /** A wait that begins now. */
    PatientWait(int pid, BackendThread thread, Postmaster postmaster, boolean isForProcesses) {
        this.pid = pid;
        this.thread = thread;
        this.postmaster = postmaster;
        this.isForProcesses = isForProcesses;
        this.start = postmaster.clock().monotonicNanos();
        this.checked = start;
    }

    long start() {
        return start;
    }

    /**
     * The process returns its thread.
     *
     * @param nanos when to wake it, after {@link #start}; {@link Long#MAX_VALUE} for never
     */
    void suspended(long nanos) {
        long end = nanos == Long.MAX_VALUE ? nanos : start + nanos;
        if (checksAgain()) end = Math.min(end, checked + postmaster.patience());
        if (end != Long.MAX_VALUE) timer = thread.wakeAt(end);
    }

    private boolean checksAgain() {
        return isForProcesses && !isReported && postmaster.patience() != Long.MAX_VALUE;
    }

    /** A thread runs the process again. */
    void resumed() {
        if (timer != null) timer.cancel();
        timer = null;
    }

    /** Call it when what is waited for has not happened. */
    void check() {
        long now = postmaster.clock().monotonicNanos();
        if (!checksAgain() || now - checked < postmaster.patience()) return;
        checked = now;
        isReported = postmaster.waitsInVain(pid);
    }
}
