package dev.pglitej.cluster;

import dev.pglitej.backend.Backend;
import dev.pglitej.backend.BackendKind;
import dev.pglitej.backend.ClusterCrashedException;
import dev.pglitej.backend.ClusterImage;
import dev.pglitej.backend.Environment;
import dev.pglitej.backend.Postmaster;
import dev.pglitej.backend.Processor;
import dev.pglitej.backend.Signal;
import dev.pglitej.kernel.process.ProcessEnd;
import dev.pglitej.session.SessionChannel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The processes of one cluster that are alive, by pid. Thread-safe. */
final class Children {
    private final Environment environment;
    private final ClusterImage image;
    private final Postmaster postmaster;
    private final Processor processor;
    private final ChildSlots slots = new ChildSlots();
    private final Map<Integer, Backend> alive = new ConcurrentHashMap<>();
    /** Those of them that nobody has begun to run. Whoever takes one out of here runs it or discards it. */
    private final Set<Backend> waiting = ConcurrentHashMap.newKeySet();

    Children(Environment environment, ClusterImage image, Postmaster postmaster) {
        this.environment = environment;
        this.image = image;
        this.postmaster = postmaster;
        this.processor = postmaster.processor();
    }

    Backend fork(BackendKind kind, @Nullable SessionChannel channel) {
        int slot = slots.take();
        try {
            Backend child = new Backend(environment, image, postmaster, kind, slot, channel);
            alive.put(child.pid(), child);
            waiting.add(child);
            return child;
        } catch (RuntimeException | Error e) {
            slots.free(slot);
            throw e;
        }
    }

    /** Runs a child to its end on the calling thread and forgets it, unless it was discarded. A crash of it crashes the cluster. */
    void run(Backend child) {
        if (!waiting.remove(child)) return;
        try {
            ProcessEnd end = child.run();
            if (end instanceof ProcessEnd.Killed killed) crashed(killed.cause());
        } finally {
            forget(child);
        }
    }

    /**
     * Runs a child on the calling thread until it leaves the thread or ends, and forgets it then. A crash of it crashes the cluster.
     *
     * @return whether it has ended; true also for one that was discarded
     */
    boolean advance(Backend child, BooleanSupplier leave) {
        if (!waiting.remove(child) && !child.hasBegun()) return true;
        Optional<ProcessEnd> end = Optional.empty();
        boolean isSuspended = false;
        try {
            end = child.advance(leave);
            isSuspended = end.isEmpty();
        } catch (ClusterCrashedException e) {
            throw new BackendCrashedException(e);
        } finally {
            if (!isSuspended) forget(child);
        }
        if (end.orElse(null) instanceof ProcessEnd.Killed killed) crashed(killed.cause());
        return !isSuspended;
    }

    /** Forgets a child that nobody has begun to run, and whose {@link #run} will do nothing; leaves any other alone. */
    void discard(Backend child) {
        if (waiting.remove(child)) forget(child);
    }

    private void forget(Backend child) {
        alive.remove(child.pid());
        slots.free(child.slot());
        child.close();
        synchronized (this) {
            notifyAll();
        }
    }

    private void crashed(Throwable cause) {
        if (!(cause instanceof ClusterCrashedException)) {
            processor.crash(cause);
            alive.values().forEach(other -> other.signal(Signal.SIGQUIT));
        }
        throw new BackendCrashedException(cause);
    }

    @Nullable
    Backend find(int pid) {
        return alive.get(pid);
    }

    List<Backend> of(BackendKind kind) {
        return alive.values().stream().filter(child -> child.kind() == kind).toList();
    }

    Collection<Backend> all() {
        return alive.values();
    }

    /**
     * Waits until no child of a kind is left.
     *
     * @return false if the time was up first
     */
    synchronized boolean awaitNone(BackendKind kind, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (!of(kind).isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) return false;
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}
