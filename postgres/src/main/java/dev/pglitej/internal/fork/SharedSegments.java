package dev.pglitej.internal.fork;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestFunction;
import dev.pglitej.internal.engine.MemoryRange;
import dev.pglitej.internal.engine.SharedImage;
import dev.pglitej.internal.engine.SharedMemory;
import dev.pglitej.internal.pg.PgFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ranges of linear memory that all processes of a cluster share: PostgreSQL's shared memory segment, and files that its first process
 * maps. Laid out by the first process before its image is taken; afterwards each further process maps them at the same addresses. Confined
 * to the thread that holds the processor.
 */
public final class SharedSegments implements AutoCloseable {
    private static final int GRANULE = 65536;
    private static final int MAP_FAILED = -1;

    private final List<Segment> segments = new ArrayList<>();

    /** One shared range. */
    private record Segment(SharedMemory memory, int address, int length) {}

    /**
     * Reserves a range of the first process's heap and maps shared memory there, all zeros.
     *
     * @return its address, a multiple of 64 KiB; -1 if the heap has no room
     */
    public int allocate(Guest first, int length) {
        int padded = Math.addExact(length, GRANULE - 1) & -GRANULE;
        GuestFunction memalign = PgFunction.MEMALIGN.of(first);
        int address = (int) first.call(memalign, GRANULE, padded);
        if (address == 0) return MAP_FAILED;
        SharedMemory memory = SharedMemory.create(padded);
        segments.add(new Segment(memory, address, padded));
        first.mapShared(memory, address);
        return address;
    }

    /** Takes shared memory that the first process has mapped at this address. */
    void add(SharedMemory memory, int address) {
        segments.add(new Segment(memory, address, Math.toIntExact(memory.size())));
    }

    /** The index of the segment with this memory; empty if there is none. */
    Optional<Integer> indexOf(SharedMemory memory) {
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).memory() == memory) return Optional.of(i);
        }
        return Optional.empty();
    }

    SharedMemory memory(int index) {
        return segments.get(index).memory();
    }

    void mapInto(Guest guest) {
        for (Segment segment : segments) guest.mapShared(segment.memory(), segment.address());
    }

    /** The contents of one shared range at one moment. */
    record Frozen(int address, int length, SharedImage contents) {}

    /** Copies all segments, except for a range of the first. */
    List<Frozen> freeze(MemoryRange leftOut) {
        List<Frozen> frozen = new ArrayList<>();
        for (Segment segment : segments) {
            MemoryRange whole = new MemoryRange(0, segment.length());
            List<MemoryRange> kept = frozen.isEmpty() ? around(within(segment, leftOut), whole) : List.of(whole);
            frozen.add(new Frozen(
                    segment.address(), segment.length(), segment.memory().capture(kept)));
        }
        return frozen;
    }

    /** Copies the range of the first segment that {@link #freeze} leaves out; {@link #thaw} takes both. */
    public SharedImage copy(MemoryRange range) {
        Segment first = segments.get(0);
        return first.memory().capture(List.of(within(first, range)));
    }

    private static MemoryRange within(Segment segment, MemoryRange range) {
        long offset = range.address() - Integer.toUnsignedLong(segment.address());
        if (offset < 0 || offset + range.length() > segment.length()) {
            throw new IllegalArgumentException(range + " does not lie in " + segment);
        }
        return new MemoryRange(offset, range.length());
    }

    private static List<MemoryRange> around(MemoryRange hole, MemoryRange whole) {
        return List.of(new MemoryRange(0, hole.address()), new MemoryRange(hole.end(), whole.length() - hole.end()));
    }

    /**
     * Makes new shared memory with frozen contents.
     *
     * @param rest the range of the first segment that was left out
     */
    static SharedSegments thaw(List<Frozen> frozen, SharedImage rest) {
        SharedSegments segments = new SharedSegments();
        try {
            for (Frozen one : frozen) {
                SharedMemory memory = SharedMemory.create(one.length());
                segments.segments.add(new Segment(memory, one.address(), one.length()));
                memory.fill(one.contents());
            }
            segments.segments.get(0).memory().fill(rest);
            return segments;
        } catch (RuntimeException | Error e) {
            segments.close();
            throw e;
        }
    }

    /** Whether {@link #restore} can give these segments the frozen contents. */
    boolean matches(List<Frozen> frozen) {
        if (segments.size() != frozen.size()) return false;
        for (int i = 0; i < frozen.size(); i++) {
            Segment own = segments.get(i);
            if (own.address() != frozen.get(i).address()
                    || own.length() != frozen.get(i).length()) {
                return false;
            }
        }
        return true;
    }

    /** Gives existing memory, with any contents, the same contents as {@link #thaw}. Writes only what differs. */
    void restore(List<Frozen> frozen, SharedImage rest) {
        for (int i = 0; i < frozen.size(); i++) {
            SharedImage own = frozen.get(i).contents();
            segments.get(i).memory().restore(i == 0 ? List.of(own, rest) : List.of(own));
        }
    }

    /** How much memory they hold. */
    long usedBytes() {
        return segments.stream()
                .mapToLong(segment -> segment.memory().usedBytes())
                .sum();
    }

    /** The ranges that an image must leave out. */
    public List<MemoryRange> ranges() {
        return segments.stream()
                .map(segment -> new MemoryRange(segment.address(), segment.length()))
                .toList();
    }

    @Override
    public void close() {
        for (Segment segment : segments) segment.memory().close();
        segments.clear();
    }
}
