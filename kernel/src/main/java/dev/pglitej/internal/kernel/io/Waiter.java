package dev.pglitej.internal.kernel.io;

import dev.pglitej.internal.kernel.Errno;
import java.util.concurrent.locks.LockSupport;

/** A thread that sleeps until the condition that it waits for may have changed. Confined to that thread, except {@link #wake}. */
final class Waiter {

    /** In place of a duration: until woken. */
    static final long FOREVER = Long.MAX_VALUE;

    private final Thread thread = Thread.currentThread();
    private volatile boolean woken;

    void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    /** Call it before checking the condition, so that no change after the check is missed. */
    void prepare() {
        woken = false;
    }

    /** Sleeps until woken or for about so long; it may also return early. EINTR, the interrupt kept, if the thread is interrupted. */
    void sleep(long nanos) {
        if (!woken) {
            if (nanos == FOREVER) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, nanos);
            }
        }
        if (thread.isInterrupted()) throw Errno.EINTR.failure();
    }
}
