package dev.pglitej.internal.kernel.vfs.memory;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * What forks have in common until one of them changes it: it knows how many hold it. Thread-safe.
 *
 * <p>Only a holder may add another. So one that finds itself alone stays alone as long as it does not fork, and may change what it holds;
 * all that former holders did with it has happened before.
 */
abstract class Shared {
    private static final AtomicIntegerFieldUpdater<Shared> HOLDERS =
            AtomicIntegerFieldUpdater.newUpdater(Shared.class, "holders");

    private volatile int holders = 1;

    /** By a holder, for another one. */
    final void hold() {
        HOLDERS.incrementAndGet(this);
    }

    /** Whether somebody holds it beside the caller. */
    final boolean isShared() {
        return holders > 1;
    }

    /** Whether the caller was the last to hold it, and has to let go of what it holds in turn. */
    final boolean leave() {
        return HOLDERS.decrementAndGet(this) == 0;
    }
}
