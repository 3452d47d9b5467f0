package dev.pglitej;

import static dev.pglitej.Eventually.eventually;

import dev.pglitej.internal.database.Faults;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that takes as long as a test wants to sync some files, or to remove them. Thread-safe. */
final class HeldDisk implements Faults {
    private final String prefix;
    private final boolean holdsRemovals;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger syncs = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    private HeldDisk(String prefix, boolean holdsRemovals) {
        this.prefix = prefix;
        this.holdsRemovals = holdsRemovals;
    }

    /** @param prefix of the paths of the files, from the data directory */
    static HeldDisk forSyncs(String prefix) {
        return new HeldDisk(prefix, false);
    }

    static HeldDisk forRemovals(String prefix) {
        return new HeldDisk(prefix, true);
    }

    /** From now on, calls do not return before {@link #release}. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    void release() {
        gate.countDown();
    }

    void awaitWaiting() {
        eventually("a process waits for the disk", () -> waiting.get() > 0);
    }

    /** How often such files have been forced to disk, or are being. */
    int syncs() {
        return syncs.get();
    }

    @Override
    public void synced(String path) {
        if (holdsRemovals || !path.startsWith(prefix)) return;
        syncs.incrementAndGet();
        await();
    }

    @Override
    public void removed(String path) {
        if (holdsRemovals && path.startsWith(prefix)) await();
    }

    private void await() {
        waiting.incrementAndGet();
        boolean interrupted = false;
        while (true) {
            try {
                gate.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        waiting.decrementAndGet();
        if (interrupted) Thread.currentThread().interrupt();
    }
}
