package dev.pglitej.backend;

import dev.pglitej.engine.GuestImage;

/**
 * What a postmaster's children begin with: the first process's private memory at the moment a postmaster would begin to fork,
 * and the memory they share. Immutable itself; the shared memory belongs to whoever holds the processor.
 */
public record ClusterImage(GuestImage image, SharedSegments segments, SharedWindow window, HostCallbacks callbacks)
        implements AutoCloseable {
    @Override
    public void close() {
        image.close();
        segments.close();
    }
}
