package dev.pglitej.backend;

import dev.pglitej.engine.Guest;
import dev.pglitej.kernel.vfs.DirectoryEntry;
import dev.pglitej.kernel.vfs.FileSystem;
import dev.pglitej.kernel.vfs.Stat;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /** A key with methods of its own: those that a record gets cost 20 ms when a JVM first calls one. */
    private record File(long device, long inode) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof File file && device == file.device && inode == file.inode;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(31 * device + inode);
        }
    }

    /** What a window was at one moment: the places of files by their names. */
    record Frozen(int start, int used, Map<String, Integer> places) {}

    /** Files that have been removed since have no name, and leave their places unused. */
    Frozen freeze(FileSystem sharedFiles) {
        Map<String, Integer> byName = new HashMap<>();
        for (DirectoryEntry entry : sharedFiles.root().entries()) {
            Integer place = places.get(file(sharedFiles, entry.name()));
            if (place != null) byName.put(entry.name(), place);
        }
        return new Frozen(start, used, Map.copyOf(byName));
    }

    static SharedWindow thaw(Frozen frozen, SharedSegments segments, FileSystem sharedFiles) {
        SharedWindow window = new SharedWindow(segments);
        window.start = frozen.start();
        window.used = frozen.used();
        for (Map.Entry<String, Integer> place : frozen.places().entrySet()) {
            window.places.put(file(sharedFiles, place.getKey()), place.getValue());
        }
        return window;
    }

    private static File file(FileSystem sharedFiles, String name) {
        Stat stat = sharedFiles.root().lookup(name).stat();
        return new File(stat.device(), stat.inode());
    }

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
