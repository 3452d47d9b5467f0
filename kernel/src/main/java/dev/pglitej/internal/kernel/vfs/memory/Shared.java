package dev.pglitej.internal.kernel.vfs.memory;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * Data that forks share until one of them changes it. It counts its holders. Thread-safe.
 *
 * <p>Only a holder may add another one. So an only holder stays the only one as long as it does not fork, and may change the data; accesses
 * of former holders have happened before.
 */
abstract class Shared {
    private static final AtomicIntegerFieldUpdater<Shared> HOLDERS =
            AtomicIntegerFieldUpdater.newUpdater(Shared.class, "holders");

    private volatile int holders = 1;

    /** Adds a holder. The caller must be one. */
    final void hold() {
        HOLDERS.incrementAndGet(this);
    }

    /** Whether there is another holder beside the caller. */
    final boolean isShared() {
        return holders > 1;
    }

    /** Removes a holder; returns whether it was the last one, which then has to release what this holds in turn. */
    final boolean leave() {
        return HOLDERS.decrementAndGet(this) == 0;
    }
}
