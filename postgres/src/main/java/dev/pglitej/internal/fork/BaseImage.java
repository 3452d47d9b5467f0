package dev.pglitej.internal.fork;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.engine.GuestImage;
import dev.pglitej.internal.engine.SharedImage;
import dev.pglitej.internal.imports.HostCallbacks;
import dev.pglitej.internal.pg.BufferPool;

/**
 * The part of a cluster that all its copies share, and that none of them changes: the memory that processes begin with, and the buffer pool
 * as it was before anything was read. Counts its keepers, and is freed with the last one. Thread-safe.
 */
public final class BaseImage {
    private final GuestImage image;
    private final HostCallbacks callbacks;
    private final BufferPool buffers;
    private final SharedImage emptyBuffers;
    /** Frees what has to stay as long as this does. */
    private final Runnable release;

    private final SessionPages sessionPages;
    /** The memory of closed clusters, and of their processes. */
    private final Spares spares = new Spares();

    @GuardedBy("this")
    private int keepers = 1;

    /** Takes over the images, and closes them with the last keeper. The caller is the first keeper. */
    public BaseImage(
            GuestImage image,
            HostCallbacks callbacks,
            BufferPool buffers,
            SharedImage emptyBuffers,
            SessionPages sessionPages) {
        this(image, callbacks, buffers, emptyBuffers, sessionPages, emptyBuffers::close);
    }

    private BaseImage(
            GuestImage image,
            HostCallbacks callbacks,
            BufferPool buffers,
            SharedImage emptyBuffers,
            SessionPages sessionPages,
            Runnable release) {
        this.image = image;
        this.callbacks = callbacks;
        this.buffers = buffers;
        this.emptyBuffers = emptyBuffers;
        this.sessionPages = sessionPages;
        this.release = release;
    }

    /** The same with another image, which it takes over. The caller must be a keeper of this, and becomes a keeper of the result. */
    BaseImage with(GuestImage other) {
        BaseImage kept = keep();
        return new BaseImage(other, callbacks, buffers, emptyBuffers, sessionPages, kept::leave);
    }

    GuestImage image() {
        return image;
    }

    HostCallbacks callbacks() {
        return callbacks;
    }

    public BufferPool buffers() {
        return buffers;
    }

    SharedImage emptyBuffers() {
        return emptyBuffers;
    }

    /** Only for keepers of this. */
    Spares spares() {
        return spares;
    }

    SessionPages sessionPages() {
        return sessionPages;
    }

    /** Adds a keeper. The caller must be one. */
    synchronized BaseImage keep() {
        if (keepers == 0) throw new IllegalStateException("the image of a cluster is gone");
        keepers++;
        return this;
    }

    /** Removes a keeper. */
    synchronized void leave() {
        keepers--;
        if (keepers > 0) return;
        spares.close();
        image.close();
        release.run();
    }
}
