package dev.pglitej.internal.engine;

import java.nio.ByteBuffer;

/**
 * Memory outside the Java heap that takes what has been written to it and can be emptied piece by piece. Thread-safe as long as threads use
 * different pieces. It lives as long as this class does: it is for those who hand out its pieces again and again.
 */
public final class MemoryRegion {
    private final ByteBuffer bytes;

    private MemoryRegion(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * Zeros that take no memory yet.
     *
     * @throws ExhaustedException if the system has no address space for it, or allows no further mapping
     */
    public static MemoryRegion reserve(int bytes) {
        // One mapping is harmless; a database that cannot write its log any more is not.
        NativeRuntime.ensureLoaded();
        return new MemoryRegion(NativeRuntime.createRegion(bytes));
    }

    /** All of it, in one buffer whose position and limit must not be changed. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Has the system provide memory for a piece at once, where it can: that takes less time than page after page. */
    public void fill(int offset, int length) {
        NativeRuntime.fillRegion(bytes, offset, length);
    }

    /** Gives the memory of a piece back to the system. The piece holds zeros then. */
    public void empty(int offset, int length) {
        NativeRuntime.emptyRegion(bytes, offset, length);
    }
}
