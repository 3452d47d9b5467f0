package dev.pglitej.internal.fork;

import dev.pglitej.internal.engine.GuestImage;
import dev.pglitej.internal.engine.GuestOptions;
import dev.pglitej.internal.engine.SpareGuest;
import dev.pglitej.internal.kernel.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What processes that have ended left for the next ones: a few, as each keeps a megabyte or two. Thread-safe. */
final class SpareGuests implements AutoCloseable {
    private static final int MOST = 4;

    @GuardedBy("this")
    private final Deque<SpareGuest> spares = new ArrayDeque<>();

    @GuardedBy("this")
    private boolean isClosed;

    /** The one that was left last, if it is of this image and has these limits. */
    synchronized Optional<SpareGuest> take(GuestImage image, GuestOptions options) {
        SpareGuest last = spares.peek();
        boolean fits = last != null && last.image() == image && last.options().equals(options);
        return fits ? Optional.of(spares.pop()) : Optional.empty();
    }

    /** Keeps it, or frees it. */
    void put(SpareGuest spare) {
        if (!keep(spare)) spare.close();
    }

    private synchronized boolean keep(SpareGuest spare) {
        if (isClosed || spares.size() == MOST) return false;
        spares.push(spare);
        return true;
    }

    /** All that there are, which now belong to the caller. */
    synchronized List<SpareGuest> takeAll() {
        List<SpareGuest> all = new ArrayList<>(spares);
        spares.clear();
        return all;
    }

    /** Frees them, and from now on what is put here. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        for (SpareGuest spare : takeAll()) spare.close();
    }
}
