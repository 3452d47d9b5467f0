package dev.pglitej.internal.fork;

import dev.pglitej.internal.engine.SpareGuest;
import java.util.List;

/**
 * What a closed cluster leaves for another one that begins with the same image: its shared memory, in whatever state, and spare guests
 * that have it mapped. Belongs to one thread.
 */
record SpareCluster(SharedSegments segments, List<SpareGuest> guests) {
    /** One with more shared memory than that is given back to the system. */
    private static final long MOST_BYTES = 16 << 20;

    boolean isWorthKeeping() {
        return !guests.isEmpty() && segments.usedBytes() <= MOST_BYTES;
    }

    void discard() {
        guests.forEach(SpareGuest::close);
        segments.close();
    }

    /** Gives the shared memory back, and the guests to others. */
    void dissolve(SpareGuests others) {
        for (SpareGuest guest : guests) {
            guest.leaveShared();
            others.put(guest);
        }
        segments.close();
    }
}
