package dev.pglitej.internal.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The memory of a closed guest, for another guest of the same image: mappings, pages, shared memory, with the contents of the image.
 * Starting from it costs a fraction of making a guest. Thread-safe. Start or close it once.
 */
public final class SpareGuest implements AutoCloseable {
    private final GuestImage image;
    private final GuestOptions options;
    private final long address;
    private final AtomicBoolean isTaken = new AtomicBoolean();

    SpareGuest(GuestImage image, GuestOptions options, long address) {
        this.image = image;
        this.options = options;
        this.address = address;
    }

    public GuestImage image() {
        return image;
    }

    /** The options of the former guest, and of the next one. */
    public GuestOptions options() {
        return options;
    }

    /** A guest with the state of the image, which has the former guest's shared memory mapped already. */
    public Guest start(Imports imports) {
        take();
        return Guest.restart(image, address, imports, options);
    }

    /** Unmaps the shared memory, which would otherwise be kept as long as this is. Do not call it together with {@link #start}. */
    public void leaveShared() {
        NativeRuntime.leaveShared(address);
    }

    private void take() {
        if (!isTaken.compareAndSet(false, true)) {
            throw new EngineException("the spare guest of %s has been used".formatted(image.main()));
        }
    }

    @Override
    public void close() {
        if (isTaken.compareAndSet(false, true)) Guest.free(address);
    }
}
