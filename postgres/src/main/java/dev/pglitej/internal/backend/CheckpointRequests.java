package dev.pglitej.internal.backend;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestFunction;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.pg.CheckpointerShmem;
import dev.pglitej.internal.pg.GuestErrors;
import dev.pglitej.internal.pg.Interrupts;
import dev.pglitej.internal.pg.PgFunction;
import dev.pglitej.internal.pg.PgGlobals;
import dev.pglitej.internal.pg.PgVariable;
import dev.pglitej.internal.pg.PgVariables;
import dev.pglitej.internal.pg.ProcGlobal;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * RequestCheckpoint (checkpointer.c) as in a server: it asks the checkpointer, and waits for it if the caller wants that. The published
 * build makes the checkpoint in the calling process instead, which only the first process can do. Confined to the backend's thread.
 */
final class CheckpointRequests {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final BackendThread thread;
    private final Postmaster postmaster;
    private final Guest guest;
    private final PgGlobals globals;
    private final Interrupts interrupts;
    private final CheckpointerShmem checkpointer;
    private final ProcGlobal processes;
    private final GuestFunction setLatch;
    private final GuestFunction processInterrupts;
    /** The request whose wait was suspended. */
    private @Nullable Wait suspended;

    CheckpointRequests(BackendThread thread, Postmaster postmaster, Guest guest, PgVariables variables) {
        this.thread = thread;
        this.postmaster = postmaster;
        this.guest = guest;
        this.globals = new PgGlobals(guest.memory(), variables);
        this.interrupts = new Interrupts(guest, variables);
        this.checkpointer = new CheckpointerShmem(guest.memory(), variables);
        this.processes = new ProcGlobal(guest.memory(), variables);
        this.setLatch = PgFunction.SET_LATCH.of(guest);
        this.processInterrupts = PgFunction.PROCESS_INTERRUPTS.of(guest);
    }

    /** A request with a wait. */
    private final class Wait {
        private final CheckpointerShmem.Progress before;
        private boolean hasStarted;
        private int started;

        Wait(CheckpointerShmem.Progress before) {
            this.before = before;
        }

        boolean isOver() {
            if (!hasStarted) {
                started = checkpointer.started();
                hasStarted = started != before.started();
            }
            return hasStarted && checkpointer.isDone(started);
        }

        void end() {
            if (checkpointer.hasFailedSince(before)) fail();
        }
    }

    /** {@code void RequestCheckpoint(int flags)}. */
    long request(HostCall call) {
        if (!globals.is(PgVariable.IS_UNDER_POSTMASTER)) return call.proceed();
        Wait wait = suspended == null ? begin(call.i32(0)) : suspended;
        // An error of PostgreSQL ends the wait and does not return here.
        suspended = null;
        if (wait == null) return 0;
        while (true) {
            thread.prepareSleep();
            if (wait.isOver()) break;
            if (interrupts.arePending()) guest.call(processInterrupts);
            if (call.canSuspend() && thread.leavesUntil(wait::isOver)) {
                suspended = wait;
                return call.suspend();
            }
            thread.awaitProgress(LOOK_AGAIN_NANOS);
            thread.deliverSignals();
        }
        wait.end();
        return 0;
    }

    /** Asks for a checkpoint; null if the caller does not wait for it. */
    private @Nullable Wait begin(int flags) {
        postmaster.needCheckpointer();
        CheckpointerShmem.Progress before = checkpointer.progress();
        checkpointer.request(flags);
        // A checkpointer that is about to start reads the flags itself.
        processes
                .checkpointer()
                .ifPresent(proc -> guest.call(setLatch, proc.latch().address()));
        return CheckpointerShmem.isWaitedFor(flags) ? new Wait(before) : null;
    }

    /** The error of RequestCheckpoint when the checkpoint failed. */
    private void fail() {
        GuestErrors.raise(guest, "checkpoint request failed");
    }
}
