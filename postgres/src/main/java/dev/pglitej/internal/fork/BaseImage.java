package dev.pglitej.internal.fork;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.engine.GuestImage;
import dev.pglitej.internal.engine.SharedImage;
import dev.pglitej.internal.imports.HostCallbacks;
import dev.pglitej.internal.pg.BufferPool;

/**
 * What a cluster and all its copies have in common, which none of them changes: the memory that processes begin with, and what shared
 * memory held of the buffer pool before anything was read. Thread-safe; goes with the last that keeps it.
 */
public final class BaseImage {
    private final GuestImage image;
    private final HostCallbacks callbacks;
    private final BufferPool buffers;
    private final SharedImage emptyBuffers;
    /** What has to stay as long as this does. */
    private final Runnable release;

    private final SessionPages sessionPages;
    /** Of clusters that are gone, and of their processes. */
    private final Spares spares = new Spares();

    @GuardedBy("this")
    private int keepers = 1;

    /** Takes the images, which are closed when nobody keeps this. */
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

    /** The same with another image, which is closed when nobody keeps the new one. By one that keeps this. */
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

    /** To be used by those that keep this. */
    Spares spares() {
        return spares;
    }

    SessionPages sessionPages() {
        return sessionPages;
    }

    /** Adds a keeper, by one that keeps it. */
    synchronized BaseImage keep() {
        if (keepers == 0) throw new IllegalStateException("the image of a cluster is gone");
        keepers++;
        return this;
    }

    /** Takes a keeper away. */
    synchronized void leave() {
        keepers--;
        if (keepers > 0) return;
        spares.close();
        image.close();
        release.run();
    }
}
