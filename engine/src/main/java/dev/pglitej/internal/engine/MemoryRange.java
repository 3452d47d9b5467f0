package dev.pglitej.internal.engine;

import java.util.List;
import java.util.stream.LongStream;

/** A range of linear memory, or of shared memory. */
public record MemoryRange(long address, long length) {
    public MemoryRange {
        if (address < 0 || length < 0) {
            throw new IllegalArgumentException("range of %d bytes at %d is negative".formatted(length, address));
        }
    }

    /** For native code: start and end of each. */
    static long[] pairs(List<MemoryRange> ranges) {
        return ranges.stream()
                .flatMapToLong(range -> LongStream.of(range.address(), range.end()))
                .toArray();
    }

    public long end() {
        return address + length;
    }
}
