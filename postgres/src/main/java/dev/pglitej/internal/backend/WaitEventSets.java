package dev.pglitej.internal.backend;

import dev.pglitej.internal.backend.Sleeper.Interest;
import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.pg.Latch;
import dev.pglitej.internal.pg.PgVariables;
import dev.pglitej.internal.pg.WaitEvent;
import dev.pglitej.internal.pg.WaitEventInfo;
import dev.pglitej.internal.pg.WaitEventSet;
import java.util.concurrent.TimeUnit;

/**
 * WaitEventSetWait (waiteventset.c), implemented by the host. PostgreSQL waits there for latches, for its client, and for time, so the
 * processor changes hands there. Confined to the backend's thread.
 */
final class WaitEventSets {
    private final int pid;
    private final BackendThread thread;
    private final Postmaster postmaster;
    private final Clock clock;
    private final WaitEventInfo info;
    private final WaitEventSet set;
    private final WaitEvent.Occurred occurred;
    private final PatientWait wait;
    /** Whether the present wait has been reported as stuck. */
    private boolean isReported;

    WaitEventSets(int pid, BackendThread thread, Postmaster postmaster, Guest guest, PgVariables variables) {
        this.pid = pid;
        this.thread = thread;
        this.postmaster = postmaster;
        this.clock = postmaster.clock();
        GuestMemory memory = guest.memory();
        this.info = new WaitEventInfo(memory, variables);
        this.set = new WaitEventSet(memory);
        this.occurred = new WaitEvent.Occurred(memory);
        this.wait = new PatientWait(pid, thread, postmaster);
    }

    /** {@code int WaitEventSetWait(set, long timeout, WaitEvent *occurred, int nevents, uint32 wait_event_info)}. */
    long await(HostCall call) {
        set.begin(call.i32(0));
        occurred.begin(call.i32(2), call.i32(3));
        info.start(call.i32(4));
        try {
            return await(call, call.i32(1));
        } finally {
            if (!wait.isSuspended()) info.end();
        }
    }

    private long await(HostCall call, int timeoutMillis) {
        isReported = false;
        wait.enter(info.isForProcesses());
        long limit = timeoutMillis < 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        Latch latch = set.latch();
        WaitEvent socket = set.socketEvent();
        Interest interest = interest(socket);
        while (true) {
            thread.prepareSleep();
            thread.deliverSignals();
            if (latch.isSet()) {
                latch.setMaybeSleeping(false);
                occurred.addLatch(set.latchEvent());
                return occurred.count();
            }
            long left = limit == Long.MAX_VALUE ? limit : limit - (clock.monotonicNanos() - wait.start());
            latch.setMaybeSleeping(true);
            if (!latch.exists() && !socket.exists()) return awaitCheckpointer(left);
            boolean ready = thread.isReady(interest);
            if (!ready && left > 0 && call.canSuspend() && thread.leavesAtWait(interest)) {
                wait.check();
                wait.suspend(limit);
                return call.suspend();
            }
            if (!ready) ready = sleep(interest, Math.max(left, 0), latch);
            latch.setMaybeSleeping(false);
            if (ready) {
                occurred.addSocket(socket, happened(interest));
                return occurred.count();
            }
            if (socket.exists() && interest == Interest.NOTHING && thread.clientGone()) {
                occurred.addSocket(socket, WaitEvent.WL_SOCKET_CLOSED);
                return occurred.count();
            }
            if (left <= 0) return 0;
        }
    }

    /** A wait for something other than the client is checked from time to time, because it may be that nothing can end it. */
    private boolean sleep(Interest interest, long nanos, Latch latch) {
        long patience = postmaster.patience();
        if (interest != Interest.NOTHING || nanos <= patience) return thread.sleep(interest, nanos);
        boolean ready = thread.sleep(interest, patience);
        if (thread.isWoken() || isReported) return ready;
        if (latch.isSet()) {
            // A process that sets a latch wakes its owner before it gives up the processor.
            postmaster.stuck("process " + pid + " sleeps although its latch is set");
            isReported = true;
        } else if (info.isForProcesses()) {
            isReported = postmaster.waitsInVain(pid);
        }
        return ready;
    }

    /**
     * Only RegisterSyncRequest (sync.c) waits for neither latch nor client: it tries again until a checkpointer takes its request. So this
     * wait ends, as if by its short timeout, when another process has run.
     */
    private int awaitCheckpointer(long nanos) {
        postmaster.needCheckpointer();
        thread.awaitProgress(nanos);
        return 0;
    }

    private static Interest interest(WaitEvent socket) {
        if (socket.isForReading()) return Interest.READABLE;
        return socket.isForWriting() ? Interest.WRITABLE : Interest.NOTHING;
    }

    private static int happened(Interest interest) {
        return interest == Interest.READABLE ? WaitEvent.WL_SOCKET_READABLE : WaitEvent.WL_SOCKET_WRITEABLE;
    }
}
