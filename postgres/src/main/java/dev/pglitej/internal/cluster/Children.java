package dev.pglitej.internal.cluster;

import dev.pglitej.internal.backend.Backend;
import dev.pglitej.internal.backend.BackendKind;
import dev.pglitej.internal.kernel.process.ProcessEnd;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.Timers;
import dev.pglitej.internal.pg.Signal;
import dev.pglitej.internal.pg.StartupData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The processes of one incarnation that are alive, by pid. Thread-safe. */
public final class Children {
    private final ChildSlots slots;
    private final Maker maker;
    private final Parent parent;
    private final Clock clock;
    private final Timers timers;
    private final Map<Integer, Backend> alive = new ConcurrentHashMap<>();
    /** The children that no thread has begun to run. A thread that takes one out of this set runs or discards it. */
    private final Set<Backend> waiting = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    /** A child has been forgotten. */
    private final Condition fewer = lock.newCondition();

    Children(ChildSlots slots, Maker maker, Parent parent, Clock clock, Timers timers) {
        this.slots = slots;
        this.maker = maker;
        this.parent = parent;
        this.clock = clock;
        this.timers = timers;
    }

    /** Makes a process; fork(). */
    interface Maker {
        Backend make(BackendKind kind, int slot, StartupData startup);
    }

    /** Is called when children end; wait(). */
    interface Parent {
        /** Called by the thread that ran the child. Its place is free already, but it still counts as a child. */
        void ended(Backend child, ProcessEnd end);

        /** Called when a child is forgotten, and none is left. */
        void childless();
    }

    /** Makes a child, which does not run yet; empty if its kind has no place left. */
    Optional<Backend> fork(BackendKind kind, StartupData startup) {
        OptionalInt slot = slots.take(kind);
        if (slot.isEmpty()) return Optional.empty();
        try {
            Backend child = maker.make(kind, slot.getAsInt(), startup);
            alive.put(child.pid(), child);
            waiting.add(child);
            return Optional.of(child);
        } catch (RuntimeException | Error e) {
            slots.free(kind, slot.getAsInt());
            throw e;
        }
    }

    /** Makes a child without a client, and lets threads run it whenever it has something to do. */
    Optional<Backend> start(BackendKind kind, StartupData startup) {
        Optional<Backend> forked = fork(kind, startup);
        forked.ifPresent(child -> {
            try {
                new Helper(this, child, clock, timers).start();
            } catch (Throwable e) {
                discard(child);
                throw e;
            }
        });
        return forked;
    }

    /**
     * Runs a child to its end on the calling thread and forgets it.
     *
     * @return how it ended; empty if it was discarded, or ran already
     */
    Optional<ProcessEnd> run(Backend child) {
        if (!waiting.remove(child)) return Optional.empty();
        try {
            ProcessEnd end = child.run();
            ended(child, end);
            return Optional.of(end);
        } finally {
            forget(child);
        }
    }

    /** Whether {@link #advance} may be called: not for a child that has been discarded or has ended. */
    boolean canAdvance(Backend child) {
        return waiting.remove(child) || (child.hasBegun() && alive.get(child.pid()) == child);
    }

    /**
     * Runs a child on the calling thread until it leaves the thread or ends, and forgets it then; see {@link Backend#advance}.
     *
     * @return how it ended; empty if it has not
     */
    Optional<ProcessEnd> advance(Backend child, BooleanSupplier leave, boolean isQueued) {
        // If this throws, the child has not run, and the caller may try again.
        Optional<ProcessEnd> end = child.advance(leave, isQueued);
        if (end.isEmpty()) return end;
        try {
            ended(child, end.get());
            return end;
        } finally {
            forget(child);
        }
    }

    /** Forgets a child that no thread has begun to run; its {@link #run} does nothing then. Does nothing to other children. */
    void discard(Backend child) {
        if (!waiting.remove(child)) return;
        release(child);
        forget(child);
    }

    private void ended(Backend child, ProcessEnd how) {
        release(child);
        parent.ended(child, how);
    }

    private void release(Backend child) {
        child.close();
        slots.free(child.kind(), child.slot());
    }

    private void forget(Backend child) {
        alive.remove(child.pid());
        lock.lock();
        try {
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
        if (alive.isEmpty()) parent.childless();
    }

    @Nullable
    public Backend find(int pid) {
        return alive.get(pid);
    }

    public List<Backend> of(Set<BackendKind> kinds) {
        List<Backend> found = new ArrayList<>();
        for (Backend child : alive.values()) {
            if (kinds.contains(child.kind())) found.add(child);
        }
        return found;
    }

    public Collection<Backend> all() {
        return alive.values();
    }

    public void signal(Set<BackendKind> kinds, Signal signal) {
        for (Backend child : of(kinds)) child.signal(signal);
    }

    /** Ends the children that no thread has begun to run. */
    void discardWaiting() {
        for (Backend child : List.copyOf(waiting)) discard(child);
    }

    /**
     * Waits until no child of some kinds is left.
     *
     * @return false if the time was up first
     */
    boolean awaitNone(Set<BackendKind> kinds, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            while (!of(kinds).isEmpty()) {
                if (left <= 0) return false;
                left = fewer.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
