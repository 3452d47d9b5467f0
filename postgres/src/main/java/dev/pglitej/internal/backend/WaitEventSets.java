package dev.pglitej.internal.backend;

import dev.pglitej.internal.backend.Sleeper.Interest;
import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.Timers;
import dev.pglitej.internal.pg.GuestErrors;
import dev.pglitej.internal.pg.PostgresSymbols;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * WaitEventSetWait (waiteventset.c) done by the host: the place where PostgreSQL waits for latches, for its client, and for time,
 * and so where the processor changes hands. Confined to the backend's thread.
 *
 * <p>Of the C structures this reads WaitEventSet, WaitEvent and Latch, whose layouts are given beside their offsets.
 */
final class WaitEventSets {
    // struct WaitEventSet { owner; int nevents; int nevents_space; WaitEvent *events; Latch *latch; int latch_pos; … }
    private static final int SET_COUNT = 4;
    private static final int SET_EVENTS = 12;
    private static final int SET_LATCH = 16;
    private static final int SET_LATCH_POSITION = 20;
    // struct WaitEvent { int pos; uint32 events; pgsocket fd; void *user_data; }
    private static final int EVENT_BYTES = 16;
    private static final int EVENT_MASK = 4;
    private static final int EVENT_FD = 8;
    private static final int EVENT_USER_DATA = 12;
    // struct Latch { sig_atomic_t is_set; sig_atomic_t maybe_sleeping; bool is_shared; int owner_pid; }
    private static final int LATCH_IS_SET = 0;
    private static final int LATCH_MAYBE_SLEEPING = 4;

    private static final int WL_LATCH_SET = 1;
    private static final int WL_SOCKET_READABLE = 1 << 1;
    private static final int WL_SOCKET_WRITEABLE = 1 << 2;
    private static final int WL_SOCKET_CLOSED = 1 << 7;
    private static final int NO_SOCKET = -1;
    // wait_classes.h
    private static final int WAIT_CLASS_MASK = 0xff000000;
    private static final int PG_WAIT_LWLOCK = 0x01000000;
    private static final int PG_WAIT_IPC = 0x08000000;
    // struct CheckpointerShmemStruct { pid_t checkpointer_pid; … }
    private static final int CHECKPOINTER_PID = 0;

    private final int pid;
    private final BackendThread thread;
    private final Postmaster postmaster;
    private final Guest guest;
    private final GuestMemory memory;
    private final Clock clock;
    private final int waitEventInfo;
    private final int checkpointerShmem;
    /** What a suspended wait goes on with. */
    private @Nullable Suspended suspended;
    /** Whether the wait that goes on has been reported as stuck. */
    private boolean isReported;

    WaitEventSets(int pid, BackendThread thread, Postmaster postmaster, Guest guest, PostgresSymbols symbols) {
        this.pid = pid;
        this.thread = thread;
        this.postmaster = postmaster;
        this.guest = guest;
        this.memory = guest.memory();
        this.clock = postmaster.clock();
        this.waitEventInfo = symbols.value("my_wait_event_info");
        this.checkpointerShmem = symbols.value("CheckpointerShmem");
    }

    private record Suspended(long start, Timers.@Nullable Timer timer) {}

    /** {@code int WaitEventSetWait(set, long timeout, WaitEvent *occurred, int nevents, uint32 wait_event_info)}. */
    long await(HostCall call) {
        int set = call.i32(0);
        int timeout = call.i32(1);
        int report = memory.getInt(waitEventInfo);
        memory.putInt(report, call.i32(4));
        try {
            return await(call, set, timeout, new Occurred(call.i32(2), call.i32(3)));
        } finally {
            if (suspended == null) memory.putInt(report, 0);
        }
    }

    private long await(HostCall call, int set, int timeoutMillis, Occurred occurred) {
        long start = begin();
        long limit = timeoutMillis < 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        int latch = memory.getInt(set + SET_LATCH);
        while (true) {
            thread.prepareSleep();
            thread.deliverSignals();
            if (latch != 0 && memory.getInt(latch + LATCH_IS_SET) != 0) {
                memory.putInt(latch + LATCH_MAYBE_SLEEPING, 0);
                occurred.add(eventAt(set, memory.getInt(set + SET_LATCH_POSITION)), WL_LATCH_SET, NO_SOCKET);
                return occurred.count();
            }
            long left = limit == Long.MAX_VALUE ? limit : limit - (clock.monotonicNanos() - start);
            // Others set a latch without a signal unless its owner says that it may be asleep (SetLatch in latch.c).
            if (latch != 0) memory.putInt(latch + LATCH_MAYBE_SLEEPING, 1);
            int socket = socketEvent(set);
            if (latch == 0 && socket == 0) return awaitCheckpointer(left);
            Interest interest = interest(socket);
            boolean ready = thread.isReady(interest);
            if (!ready && interest == Interest.NOTHING && thread.holdsLocks()) {
                if (left > 0) refuse();
                return 0;
            }
            if (!ready && left > 0 && call.canSuspend() && thread.leavesAtWait(interest)) {
                thread.checkNoLocks();
                suspended = new Suspended(start, limit == Long.MAX_VALUE ? null : thread.wakeAt(start + limit));
                return call.suspend();
            }
            if (!ready) ready = sleep(interest, Math.max(left, 0), latch);
            if (latch != 0) memory.putInt(latch + LATCH_MAYBE_SLEEPING, 0);
            if (ready) {
                occurred.add(socket, happened(interest), memory.getInt(socket + EVENT_FD));
                return occurred.count();
            }
            if (socket != 0 && interest == Interest.NOTHING && thread.clientGone()) {
                occurred.add(socket, WL_SOCKET_CLOSED, memory.getInt(socket + EVENT_FD));
                return occurred.count();
            }
            if (left <= 0) return 0;
        }
    }

    /** Where the client is not what is waited for, the wait is looked at from time to time: it may be that nothing can end it. */
    private boolean sleep(Interest interest, long nanos, int latch) {
        long patience = postmaster.patience();
        if (interest != Interest.NOTHING || nanos <= patience) return thread.sleep(interest, nanos);
        boolean ready = thread.sleep(interest, patience);
        if (thread.isWoken() || isReported) return ready;
        if (latch != 0 && memory.getInt(latch + LATCH_IS_SET) != 0) {
            // Whoever sets a latch wakes its owner before anybody else gets the processor.
            postmaster.stuck("process " + pid + " sleeps although its latch is set");
            isReported = true;
        } else if (waitsForProcesses()) {
            isReported = postmaster.waitsInVain(pid);
        }
        return ready;
    }

    /** Whether it waits for what processes do without their clients: the other classes are locks of transactions, time, and the like. */
    private boolean waitsForProcesses() {
        int waitClass = memory.getInt(memory.getInt(waitEventInfo)) & WAIT_CLASS_MASK;
        return waitClass == PG_WAIT_LWLOCK || waitClass == PG_WAIT_IPC;
    }

    /** When the wait began, which may be one that was suspended. */
    private long begin() {
        isReported = false;
        Suspended before = suspended;
        suspended = null;
        if (before == null) return clock.monotonicNanos();
        Timers.Timer timer = before.timer();
        if (timer != null) timer.cancel();
        return before.start();
    }

    /**
     * A wait for neither latch nor client is that of RegisterSyncRequest (sync.c), which tries again until there is a checkpointer that
     * takes its request. So it ends, as if by its short timeout, when another process has run.
     */
    private int awaitCheckpointer(long nanos) {
        postmaster.needCheckpointer();
        if (thread.holdsLocks()) {
            queueForCheckpointer();
        } else {
            thread.awaitProgress(nanos);
        }
        return 0;
    }

    /**
     * The files of a log of transactions are removed with locks held (vac_truncate_clog, TruncateMultiXact). Requests stay in shared memory
     * until a checkpointer takes them, and are refused only as long as there has never been one.
     */
    private void queueForCheckpointer() {
        int shared = memory.getInt(checkpointerShmem);
        if (memory.getInt(shared + CHECKPOINTER_PID) != 0) refuse();
        memory.putInt(shared + CHECKPOINTER_PID, Postmaster.PID);
    }

    /** No other process could have the lock meanwhile, so an error, which releases it, is better than a wait. */
    // RATIONALE: "Why may a process not wait with an LWLock held?"
    private void refuse() {
        GuestErrors.raise(guest, "cannot wait for another process while holding an LWLock");
    }

    private int eventAt(int set, int position) {
        return memory.getInt(set + SET_EVENTS) + position * EVENT_BYTES;
    }

    /** The first event of the set that waits for the client, or 0. A backend has one socket. */
    private int socketEvent(int set) {
        int count = memory.getInt(set + SET_COUNT);
        for (int i = 0; i < count; i++) {
            int event = eventAt(set, i);
            int mask = memory.getInt(event + EVENT_MASK);
            if ((mask & (WL_SOCKET_READABLE | WL_SOCKET_WRITEABLE | WL_SOCKET_CLOSED)) != 0) return event;
        }
        return 0;
    }

    private Interest interest(int socketEvent) {
        if (socketEvent == 0) return Interest.NOTHING;
        int mask = memory.getInt(socketEvent + EVENT_MASK);
        if ((mask & WL_SOCKET_READABLE) != 0) return Interest.READABLE;
        return (mask & WL_SOCKET_WRITEABLE) != 0 ? Interest.WRITABLE : Interest.NOTHING;
    }

    private static int happened(Interest interest) {
        return interest == Interest.READABLE ? WL_SOCKET_READABLE : WL_SOCKET_WRITEABLE;
    }

    /** The caller's array of events that happened. */
    private final class Occurred {
        private final int start;
        private final int capacity;
        private int count;

        Occurred(int start, int capacity) {
            this.start = start;
            this.capacity = capacity;
        }

        void add(int event, int happened, int fd) {
            if (count == capacity) return;
            int target = start + count * EVENT_BYTES;
            memory.putInt(target, memory.getInt(event));
            memory.putInt(target + EVENT_MASK, happened);
            memory.putInt(target + EVENT_FD, fd);
            memory.putInt(target + EVENT_USER_DATA, memory.getInt(event + EVENT_USER_DATA));
            count++;
        }

        int count() {
            return count;
        }
    }
}
