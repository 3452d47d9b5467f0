package dev.pglitej.engine;

import java.lang.ref.Cleaner;
import java.util.List;

/**
 * What a guest was at one moment, for others to start from. Immutable, usable from any thread. Holds machine addresses,
 * so it serves this process alone. Guests made from it do not need it any more.
 */
public final class GuestImage implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final long address;
    private final NativeModule main;
    private final List<HostBinding> hostFunctions;
    private final Linkage.Snapshot linkage;
    private final Cleaner.Cleanable memory;
    private boolean isClosed;

    GuestImage(long address, NativeModule main, List<HostBinding> hostFunctions, Linkage.Snapshot linkage) {
        this.address = address;
        this.main = main;
        this.hostFunctions = hostFunctions;
        this.linkage = linkage;
        this.memory = CLEANER.register(this, () -> NativeRuntime.freeImage(address));
    }

    synchronized long start(GuestOptions options) {
        if (isClosed) {
            throw new EngineException("the image of %s is closed".formatted(main));
        }
        return NativeRuntime.startImage(address, options.maxMemoryBytes(), options.stackBytes());
    }

    public NativeModule main() {
        return main;
    }

    List<HostBinding> hostFunctions() {
        return hostFunctions;
    }

    Linkage.Snapshot linkage() {
        return linkage;
    }

    /** Frees the image's memory as soon as no guest maps it. */
    @Override
    public synchronized void close() {
        isClosed = true;
        memory.clean();
    }
}
