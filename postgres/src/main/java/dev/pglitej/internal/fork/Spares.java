package dev.pglitej.internal.fork;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.engine.GuestImage;
import dev.pglitej.internal.engine.GuestOptions;
import dev.pglitej.internal.engine.SpareGuest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Memory of processes and clusters that have ended, kept for the next ones. It keeps a few of each: a process has a megabyte or two, a
 * cluster some 5 MB. Thread-safe.
 */
// RATIONALE: "Why does a process that ends leave its memory to the next one?"
final class Spares implements AutoCloseable {
    private static final int MOST_GUESTS = 4;
    private static final int MOST_CLUSTERS = 2;

    @GuardedBy("this")
    private final Deque<SpareGuest> guests = new ArrayDeque<>();

    @GuardedBy("this")
    private final Deque<Cluster> clusters = new ArrayDeque<>();

    @GuardedBy("this")
    private boolean isClosed;

    /**
     * The memory of a closed cluster, for another one that begins with the same image: shared memory with any contents, and spare guests
     * that have it mapped. Confined to one thread.
     */
    record Cluster(SharedSegments segments, List<SpareGuest> guests) {
        /** A cluster with more shared memory is not kept; its memory is freed. */
        private static final long MOST_BYTES = 16 << 20;

        private boolean isWorthKeeping() {
            return !guests.isEmpty() && segments.usedBytes() <= MOST_BYTES;
        }

        /** Frees the shared memory and the guests. */
        void discard() {
            guests.forEach(SpareGuest::close);
            segments.close();
        }
    }

    /** The guest that was put here last, if it has this image and these limits. */
    synchronized Optional<SpareGuest> take(GuestImage image, GuestOptions options) {
        SpareGuest last = guests.peek();
        boolean fits = last != null && last.image() == image && last.options().equals(options);
        return fits ? Optional.of(guests.pop()) : Optional.empty();
    }

    /** Keeps a guest, or frees it. */
    void put(SpareGuest spare) {
        if (!keep(spare)) spare.close();
    }

    private synchronized boolean keep(SpareGuest spare) {
        if (isClosed || guests.size() == MOST_GUESTS) return false;
        guests.push(spare);
        return true;
    }

    /** All guests. The caller owns them from now on. */
    synchronized List<SpareGuest> takeAll() {
        List<SpareGuest> all = new ArrayList<>(guests);
        guests.clear();
        return all;
    }

    /** The cluster that was put here last, if its shared memory has these segments. */
    synchronized Optional<Cluster> takeCluster(List<SharedSegments.Frozen> segments) {
        Cluster last = clusters.peek();
        return last != null && last.segments().matches(segments) ? Optional.of(clusters.pop()) : Optional.empty();
    }

    /** Keeps the memory of a cluster, or frees its shared memory and keeps only the guests. */
    void put(Cluster left) {
        if (left.isWorthKeeping() && keep(left)) return;
        for (SpareGuest guest : left.guests()) {
            guest.leaveShared();
            put(guest);
        }
        left.segments().close();
    }

    private synchronized boolean keep(Cluster left) {
        if (isClosed || clusters.size() == MOST_CLUSTERS) return false;
        clusters.push(left);
        return true;
    }

    private synchronized List<Cluster> takeAllClusters() {
        List<Cluster> all = new ArrayList<>(clusters);
        clusters.clear();
        return all;
    }

    /** Frees everything, and from now on also everything that is put here. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        for (Cluster cluster : takeAllClusters()) cluster.discard();
        for (SpareGuest spare : takeAll()) spare.close();
    }
}
