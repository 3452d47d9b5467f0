package dev.pglitej.internal.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is left of a closed guest for another guest of the same image: mappings, pages, shared memory, all as the image has them. Starting
 * from it costs a fraction of making a guest. Thread-safe; to be started or closed, once.
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

    /** What its guest is made with, and the next one too. */
    public GuestOptions options() {
        return options;
    }

    /** A guest that goes on from where another was when the image was made, and already has the former guest's shared memory. */
    public Guest start(Imports imports) {
        take();
        return Guest.restart(image, address, imports, options);
    }

    /** Takes out the shared memory, which would be kept as long as this is. Not together with {@link #start}. */
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
        if (isTaken.compareAndSet(false, true)) {
            NativeRuntime.closeGuest(address);
        }
    }
}
