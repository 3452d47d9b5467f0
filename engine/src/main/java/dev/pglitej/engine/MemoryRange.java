package dev.pglitej.engine;

/** A range of linear memory. */
public record MemoryRange(long address, long length) {
    public MemoryRange {
        if (address < 0 || length < 0) {
            throw new IllegalArgumentException("range of %d bytes at %d is negative".formatted(length, address));
        }
    }

    public long end() {
        return address + length;
    }
}
