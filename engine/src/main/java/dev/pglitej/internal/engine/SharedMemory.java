package dev.pglitej.internal.engine;

import java.lang.ref.Cleaner;
import java.util.List;

/** Memory that several guests can map. Thread-safe; guests that map it keep it when it is closed. */
public final class SharedMemory implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int PAGE = 65536;

    private final long address;
    private final long bytes;
    private final Cleaner.Cleanable memory;
    private volatile boolean isClosed;

    private SharedMemory(long bytes) {
        this.address = NativeRuntime.createShared(bytes);
        this.bytes = bytes;
        long freed = address;
        this.memory = CLEANER.register(this, () -> {
            NativeRuntime.freeShared(freed);
            Mappings.haveBeenFreed();
        });
    }

    /** Zeros, a positive multiple of 64 KiB of them. */
    public static SharedMemory create(long bytes) {
        if (bytes <= 0 || bytes % PAGE != 0) {
            throw new IllegalArgumentException(
                    "%d bytes of shared memory: the size must be a positive multiple of %d".formatted(bytes, PAGE));
        }
        NativeRuntime.ensureLoaded();
        Mappings.expect(1);
        return new SharedMemory(bytes);
    }

    public long size() {
        return bytes;
    }

    /** A copy of the present contents of these ranges, which ascend. Writes that happen meanwhile may be copied in part. */
    public SharedImage capture(List<MemoryRange> ranges) {
        return new SharedImage(NativeRuntime.captureShared(address(), MemoryRange.pairs(ranges)), bytes);
    }

    /** Writes a copy back to its ranges. The rest is not changed. */
    public void fill(SharedImage image) {
        NativeRuntime.fillShared(address(), image.address());
    }

    /** Gives it the contents of these copies of different ranges, and zeros elsewhere. Fast if little differs. */
    public void restore(List<SharedImage> images) {
        long[] parts = new long[images.size()];
        for (int i = 0; i < parts.length; i++) parts[i] = images.get(i).address();
        NativeRuntime.restoreShared(address(), parts);
    }

    /** How much memory it takes; pages that were never touched take none. */
    public long usedBytes() {
        return NativeRuntime.sharedUsed(address());
    }

    long address() {
        if (isClosed) throw new EngineException("shared memory is closed");
        return address;
    }

    @Override
    public void close() {
        isClosed = true;
        memory.clean();
    }
}
