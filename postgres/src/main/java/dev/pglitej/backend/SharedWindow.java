package dev.pglitej.backend;

import dev.pglitej.engine.Guest;
import java.util.HashMap;
import java.util.Map;

/**
 * A range of shared memory in which files that processes map shared have their places. Made by the first process when that maps
 * its first file; a place is never given back, since PostgreSQL keeps what it maps. Confined to the thread that holds the processor.
 */
final class SharedWindow {
    static final int NO_ROOM = -1;

    private static final int GRANULE = 65536;
    /** The control segment of dynamic shared memory takes about 64 kB; the segments themselves live in the main segment. */
    private static final int BYTES = 4 << 20;

    private final SharedSegments segments;
    private final Map<File, Integer> places = new HashMap<>();
    private int start = NO_ROOM;
    private int used;

    SharedWindow(SharedSegments segments) {
        this.segments = segments;
    }

    private record File(long device, long inode) {}

    /** Where a file is mapped, in every process. */
    int place(long device, long inode, int length, Guest guest) {
        Integer known = places.get(new File(device, inode));
        if (known != null) return known;
        if (start == NO_ROOM) start = segments.allocate(guest, BYTES);
        int padded = Math.addExact(length, GRANULE - 1) & -GRANULE;
        if (start == NO_ROOM || used + padded > BYTES) return NO_ROOM;
        int place = start + used;
        used += padded;
        places.put(new File(device, inode), place);
        return place;
    }
}
