package dev.pglitej.internal.engine;

import java.lang.ref.Cleaner;
import java.nio.file.Path;

/** The contents of some ranges of shared memory at one moment. Only pages that are not zero take space. Immutable. */
public final class SharedImage implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final long address;
    private final long sharedBytes;
    private final Cleaner.Cleanable memory;
    private volatile boolean isClosed;

    SharedImage(long address, long sharedBytes) {
        this.address = address;
        this.sharedBytes = sharedBytes;
        this.memory = CLEANER.register(this, () -> NativeRuntime.freePart(address));
    }

    /**
     * Loads a saved image. The bytes stay in the file, which must not be changed as long as this is open.
     *
     * @param sharedBytes the size of the shared memory that it is a copy of
     * @throws EngineException if the file is damaged
     */
    public static SharedImage load(Path file, long offset, long sharedBytes) {
        NativeRuntime.ensureLoaded();
        try {
            return new SharedImage(NativeRuntime.loadPart(NativeRuntime.path(file), offset, sharedBytes), sharedBytes);
        } catch (EngineException e) {
            throw new EngineException("%s at %d: %s".formatted(file, offset, e.getMessage()), e);
        }
    }

    /**
     * Writes it into a file, which is created if it does not exist.
     *
     * @return the offset behind it
     */
    public long save(Path file, long offset) {
        return NativeRuntime.savePart(address(), NativeRuntime.path(file), offset);
    }

    /** The size of the shared memory that it is a copy of. */
    public long sharedBytes() {
        return sharedBytes;
    }

    long address() {
        if (isClosed) throw new EngineException("the image of shared memory is closed");
        return address;
    }

    /** Frees it. Do not call this while another thread uses it. */
    @Override
    public void close() {
        isClosed = true;
        memory.clean();
    }
}
