package dev.pglitej.internal.engine;

import java.nio.ByteBuffer;

/**
 * Address space outside the Java heap that takes memory only where it was written, and can be emptied piece by piece. Thread-safe as long
 * as threads use different pieces. Its users give out its pieces again and again, so it is freed only when the class loader of this class
 * has been collected.
 */
public final class MemoryRegion {
    private final ByteBuffer bytes;

    private MemoryRegion(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * Zeros that take no memory yet.
     *
     * @throws ExhaustedException if the system refuses the address space or the mapping
     */
    public static MemoryRegion reserve(int bytes) {
        // One more mapping is harmless, but a database that cannot write its log is not.
        NativeRuntime.ensureLoaded();
        return new MemoryRegion(NativeRuntime.createRegion(NativeRuntime.owner(), bytes));
    }

    /** How many bytes of address space all regions of this process have, whatever class loader they belong to. */
    public static long reservedBytes() {
        NativeRuntime.ensureLoaded();
        return NativeRuntime.regionBytes();
    }

    /** All of it, in one buffer whose position and limit must not be changed. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Gets memory for a whole piece at once, if the system can: that takes less time than page after page. */
    public void fill(int offset, int length) {
        NativeRuntime.fillRegion(bytes, offset, length);
    }

    /** Gives the memory of a piece back to the system. The piece holds zeros then. */
    public void empty(int offset, int length) {
        NativeRuntime.emptyRegion(bytes, offset, length);
    }
}
