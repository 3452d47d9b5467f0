package dev.pglitej.internal.backend;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestFunction;
import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.pg.GuestErrors;
import dev.pglitej.internal.pg.HeldLocks;
import dev.pglitej.internal.pg.PostgresSymbols;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * RequestCheckpoint (checkpointer.c) as PostgreSQL means it: the checkpointer is asked, and waited for where the caller wants
 * that. The published build checkpoints in the calling process instead, which only the first process can do. Confined to the
 * backend's thread.
 */
final class CheckpointRequests {
    // struct CheckpointerShmemStruct { pid_t pid; slock_t lck; int started; int done; int failed; int flags; … }
    private static final int STARTED = 8;
    private static final int DONE = 12;
    private static final int FAILED = 16;
    private static final int FLAGS = 20;
    // struct PROC_HDR { PGPROC *allProcs; … ProcNumber checkpointerProc; … }; sizeof(PGPROC); offsetof(PGPROC,
    // procLatch)
    private static final int HEADER_CHECKPOINTER = 64;
    private static final int PROC_BYTES = 640;
    private static final int PROC_LATCH = 20;
    private static final int INVALID_PROC_NUMBER = -1;
    // xlog.h
    private static final int CHECKPOINT_WAIT = 0x20;
    private static final int CHECKPOINT_REQUESTED = 0x40;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final BackendThread thread;
    private final Postmaster postmaster;
    private final Guest guest;
    private final GuestMemory memory;
    private final PostgresSymbols symbols;
    private final HeldLocks locks;
    private final GuestFunction setLatch;
    private final GuestFunction processInterrupts;
    /** The request whose wait has returned its thread. */
    private @Nullable Wait suspended;

    CheckpointRequests(BackendThread thread, Postmaster postmaster, Guest guest, PostgresSymbols symbols) {
        this.thread = thread;
        this.postmaster = postmaster;
        this.guest = guest;
        this.memory = guest.memory();
        this.symbols = symbols;
        this.locks = new HeldLocks(guest, symbols);
        this.setLatch = guest.function("SetLatch");
        this.processInterrupts = guest.function("ProcessInterrupts");
    }

    /**
     * A request that is waited for. The locks are released meanwhile: DROP TABLESPACE has TablespaceCreateLock here, which PostgreSQL
     * itself gives up right after, for the next wait.
     */
    private final class Wait {
        private final int shared;
        private final int failedBefore;
        private final int startedBefore;
        private final Runnable takeLocksAgain = locks.release();
        private boolean hasStarted;
        private int started;

        Wait(int shared, int failedBefore, int startedBefore) {
            this.shared = shared;
            this.failedBefore = failedBefore;
            this.startedBefore = startedBefore;
        }

        boolean isOver() {
            if (!hasStarted) {
                started = memory.getInt(shared + STARTED);
                hasStarted = started != startedBefore;
            }
            return hasStarted && memory.getInt(shared + DONE) - started >= 0;
        }

        void end() {
            takeLocksAgain.run();
            if (memory.getInt(shared + FAILED) != failedBefore) fail();
        }
    }

    /** {@code void RequestCheckpoint(int flags)}. */
    long request(HostCall call) {
        if (memory.getByte(symbols.value("IsUnderPostmaster")) == 0) return call.proceed();
        Wait wait = suspended == null ? begin(call.i32(0)) : suspended;
        // An error of PostgreSQL's ends the wait, and does not come back here.
        suspended = null;
        if (wait == null) return 0;
        while (!wait.isOver()) {
            if (memory.getInt(symbols.value("InterruptPending")) != 0) guest.call(processInterrupts);
            if (call.canSuspend() && thread.leavesAtWait(Sleeper.Interest.NOTHING)) {
                suspended = wait;
                return call.suspend();
            }
            thread.awaitProgress(LOOK_AGAIN_NANOS);
            thread.deliverSignals();
        }
        wait.end();
        return 0;
    }

    /** Asks for a checkpoint; null if it is not to be waited for. */
    private @Nullable Wait begin(int flags) {
        int shared = memory.getInt(symbols.value("CheckpointerShmem"));
        postmaster.needCheckpointer();
        int failedBefore = memory.getInt(shared + FAILED);
        int startedBefore = memory.getInt(shared + STARTED);
        memory.putInt(shared + FLAGS, memory.getInt(shared + FLAGS) | flags | CHECKPOINT_REQUESTED);
        wakeCheckpointer();
        return (flags & CHECKPOINT_WAIT) == 0 ? null : new Wait(shared, failedBefore, startedBefore);
    }

    /** One that has yet to start looks at the flags by itself. */
    private void wakeCheckpointer() {
        int global = memory.getInt(symbols.value("ProcGlobal"));
        int number = memory.getInt(global + HEADER_CHECKPOINTER);
        if (number == INVALID_PROC_NUMBER) return;
        guest.call(setLatch, memory.getInt(global) + number * PROC_BYTES + PROC_LATCH);
    }

    /** What RequestCheckpoint says when the checkpointer could not. */
    private void fail() {
        GuestErrors.raise(guest, "checkpoint request failed");
    }
}
