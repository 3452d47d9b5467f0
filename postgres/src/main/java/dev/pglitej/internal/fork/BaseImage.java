package dev.pglitej.internal.fork;

import dev.pglitej.internal.engine.GuestImage;
import dev.pglitej.internal.engine.SharedImage;
import dev.pglitej.internal.imports.HostCallbacks;
import dev.pglitej.internal.kernel.GuardedBy;
import dev.pglitej.internal.pg.BufferPool;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster and all its copies have in common, which none of them changes: the memory that processes begin with, and what shared
 * memory held of the buffer pool before anything was read. Safe for any number of threads; goes with the last that keeps it.
 */
public final class BaseImage {
    /** How many closed clusters' memory is kept for others, each some 5 MB. */
    private static final int MOST_CLUSTERS = 2;

    private final GuestImage image;
    private final HostCallbacks callbacks;
    private final BufferPool buffers;
    private final SharedImage emptyBuffers;
    /** What has to stay as long as this does. */
    private final Runnable release;

    private final SessionPages sessionPages;
    /** Of processes of clusters that are gone. */
    private final SpareGuests spares = new SpareGuests();

    @GuardedBy("this")
    private final Deque<SpareCluster> spareClusters = new ArrayDeque<>();

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

    SpareGuests spares() {
        return spares;
    }

    /** What a cluster has left whose shared memory has this shape. */
    synchronized Optional<SpareCluster> takeCluster(List<SharedSegments.Frozen> segments) {
        SpareCluster last = spareClusters.peek();
        return last != null && last.segments().matches(segments) ? Optional.of(spareClusters.pop()) : Optional.empty();
    }

    /** Keeps what a cluster leaves, or gives it back. By one that keeps this. */
    void leaveCluster(SpareCluster left) {
        if (!left.isWorthKeeping() || !keep(left)) left.dissolve(spares);
    }

    private synchronized boolean keep(SpareCluster left) {
        if (spareClusters.size() == MOST_CLUSTERS) return false;
        spareClusters.push(left);
        return true;
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
        for (SpareCluster spare : spareClusters) spare.discard();
        spares.close();
        image.close();
        release.run();
    }
}
