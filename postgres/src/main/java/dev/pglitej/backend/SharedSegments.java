package dev.pglitej.backend;

import dev.pglitej.engine.Guest;
import dev.pglitej.engine.GuestFunction;
import dev.pglitej.engine.MemoryRange;
import dev.pglitej.engine.SharedMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * The ranges of linear memory that all processes of a cluster share: PostgreSQL's shared memory segment, and a window for files
 * mapped shared. Laid out by the first process before its image is taken; afterwards each further process maps them at the same
 * addresses. Confined to the thread that holds the processor.
 */
final class SharedSegments implements AutoCloseable {
    private static final int GRANULE = 65536;
    private static final int MAP_FAILED = -1;

    private final List<Segment> segments = new ArrayList<>();

    /** One shared range. */
    private record Segment(SharedMemory memory, int address, int length) {}

    /**
     * Reserves a range of the first process's heap and puts shared memory, all zeros, in its place.
     *
     * @return its address, a multiple of 64 KiB; -1 where the heap has no room
     */
    int allocate(Guest first, int length) {
        int padded = Math.addExact(length, GRANULE - 1) & -GRANULE;
        GuestFunction memalign = first.function("emscripten_builtin_memalign");
        int address = (int) first.call(memalign, GRANULE, padded);
        if (address == 0) return MAP_FAILED;
        SharedMemory memory = SharedMemory.create(padded);
        segments.add(new Segment(memory, address, padded));
        first.mapShared(memory, address);
        return address;
    }

    void mapInto(Guest guest) {
        for (Segment segment : segments) guest.mapShared(segment.memory(), segment.address());
    }

    /** What an image must leave out. */
    List<MemoryRange> ranges() {
        return segments.stream()
                .map(segment -> new MemoryRange(segment.address(), segment.length()))
                .toList();
    }

    @Override
    public void close() {
        segments.forEach(segment -> segment.memory().close());
        segments.clear();
    }
}
