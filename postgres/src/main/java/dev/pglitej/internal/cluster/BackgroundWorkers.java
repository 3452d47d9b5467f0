package dev.pglitej.internal.cluster;

import dev.pglitej.internal.backend.Backend;
import dev.pglitej.internal.backend.BackendKind;
import dev.pglitej.internal.kernel.process.ProcessEnd;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.Timers;
import dev.pglitej.internal.pg.Signal;
import dev.pglitej.internal.pg.StartupData;
import dev.pglitej.internal.pg.WorkerSlots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The background workers that backends have registered, as in the postmaster's part of bgworker.c: starts them, records their processes in
 * their slots, notifies the processes that registered them, and restarts those that failed if their registration says so. Parallel queries
 * use them. Thread-safe; takes no locks of other classes except {@link Children}.
 */
final class BackgroundWorkers {
    private static final int NEVER = -1;

    private final WorkerSlots slots;
    private final Children children;
    private final Clock clock;
    private final Timers timers;
    private final Map<Integer, Registered> registered = new TreeMap<>();
    private boolean isStopped;

    BackgroundWorkers(WorkerSlots slots, Children children, Clock clock, Timers timers) {
        this.slots = slots;
        this.children = children;
        this.clock = clock;
        this.timers = timers;
    }

    /** A worker that the postmaster knows. Its values do not follow later changes of the slot. */
    private static final class Registered {
        private final int slot;
        private final int restartSeconds;
        private final StartupData startup;
        private int notifyPid;
        private @Nullable Backend child;
        private boolean isToEnd;
        /** When it may start, on the clock's monotonic scale. */
        private long due = Long.MIN_VALUE;

        Registered(WorkerSlots slots, int slot) {
            this.slot = slot;
            this.restartSeconds = slots.restartSeconds(slot);
            this.startup = slots.startupData(slot);
            this.notifyPid = slots.notifyPid(slot);
        }
    }

    /** A backend has registered a worker or asks one to end (BackgroundWorkerStateChange, maybe_start_bgworkers). */
    synchronized void changed() {
        for (int slot = 0; slot < slots.count(); slot++) {
            if (slots.isInUse(slot)) look(slot);
        }
        startDue();
    }

    private void look(int slot) {
        Registered known = registered.get(slot);
        if (known != null) {
            if (slots.isToEnd(slot) && !known.isToEnd) end(known);
            return;
        }
        if (isStopped) slots.end(slot);
        if (slots.isToEnd(slot)) {
            int waiting = slots.notifyPid(slot);
            slots.report(slot, 0);
            slots.release(slot);
            tell(waiting);
            return;
        }
        Registered added = new Registered(slots, slot);
        if (children.find(added.notifyPid) == null) added.notifyPid = 0;
        registered.put(slot, added);
    }

    private void end(Registered worker) {
        worker.isToEnd = true;
        if (worker.child != null) {
            worker.child.signal(Signal.SIGTERM);
        } else {
            slots.report(worker.slot, 0);
            tell(worker.notifyPid);
        }
    }

    private void startDue() {
        if (isStopped) return;
        long now = clock.monotonicNanos();
        for (Registered worker : new ArrayList<>(registered.values())) {
            if (worker.child != null) continue;
            if (worker.isToEnd) {
                forget(worker);
            } else if (worker.due <= now) {
                start(worker);
            }
        }
    }

    private void start(Registered worker) {
        worker.child =
                children.start(BackendKind.BACKGROUND_WORKER, worker.startup).orElse(null);
        if (worker.child == null) {
            failed(worker);
            return;
        }
        slots.report(worker.slot, worker.child.pid());
        tell(worker.notifyPid);
    }

    /** A worker has failed, or could not be started. It is started again later if its registration says so. */
    private void failed(Registered worker) {
        if (worker.restartSeconds == NEVER) {
            worker.isToEnd = true;
            return;
        }
        worker.due = clock.monotonicNanos() + TimeUnit.SECONDS.toNanos(worker.restartSeconds);
        timers.schedule(worker.due, this::changed);
    }

    /** A background worker, or any other child, has ended. */
    synchronized void ended(Backend child, ProcessEnd end) {
        List.copyOf(registered.values()).forEach(worker -> {
            if (worker.notifyPid == child.pid()) worker.notifyPid = 0;
            if (worker.child == child) ended(worker, end.waitStatus() == 0);
        });
    }

    private void ended(Registered worker, boolean isDone) {
        worker.child = null;
        if (isDone) {
            worker.isToEnd = true;
        } else {
            failed(worker);
        }
        slots.report(worker.slot, 0);
        if (worker.isToEnd) forget(worker);
        tell(worker.notifyPid);
        startDue();
    }

    private void forget(Registered worker) {
        registered.remove(worker.slot);
        slots.release(worker.slot);
    }

    private void tell(int pid) {
        Backend process = pid == 0 ? null : children.find(pid);
        if (process != null) process.signal(Signal.SIGUSR1);
    }

    /** Starts none until {@link #resume}, and refuses new ones. Running workers continue. */
    synchronized void stop() {
        isStopped = true;
    }

    synchronized void resume() {
        isStopped = false;
        startDue();
    }
}
