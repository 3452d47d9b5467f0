package dev.pglitej.internal.backend;

import dev.pglitej.internal.kernel.time.Deadline;
import dev.pglitej.spi.SessionChannel;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets a backend's thread sleep while it waits for a latch, a signal, its client or a deadline. Confined to the backend's thread, except
 * {@link #wake}.
 *
 * <p>A wake-up that comes between {@link #prepare} and the sleep is not lost: the sleep then ends at once.
 */
final class Sleeper {
    private final @Nullable SessionChannel channel;
    private volatile Runnable listener = () -> {};
    private volatile boolean woken;
    private volatile boolean inChannel;
    private volatile @Nullable Thread parked;

    Sleeper(@Nullable SessionChannel channel) {
        this.channel = channel;
    }

    /** What a sleep waits for besides a wake-up. */
    enum Interest {
        NOTHING,
        READABLE,
        WRITABLE
    }

    /** Forgets earlier wake-ups. Call it before checking the condition that the sleep waits for. */
    void prepare() {
        woken = false;
    }

    /** Also calls this at every wake-up, in case no thread sleeps here. */
    void onWake(Runnable told) {
        listener = told;
    }

    boolean isWoken() {
        return woken;
    }

    /** Whether the client is ready, without waiting for it; true also when it is gone. */
    boolean isReady(Interest interest) {
        SessionChannel client = channel;
        return interest != Interest.NOTHING && client != null && await(client, interest, 0);
    }

    void wake() {
        woken = true;
        SessionChannel client = channel;
        if (inChannel && client != null) client.wakeup();
        Thread thread = parked;
        if (thread != null) LockSupport.unpark(thread);
        listener.run();
    }

    /**
     * Sleeps until woken, until the client is ready, or until the time is up.
     *
     * @param nanos how long to sleep at most; {@link Long#MAX_VALUE} means without limit
     * @return whether the client is ready in the way asked for; true also when it is gone
     */
    boolean sleep(Interest interest, long nanos) {
        SessionChannel client = channel;
        return (interest == Interest.NOTHING || client == null) ? park(nanos) : await(client, interest, nanos);
    }

    private boolean await(SessionChannel client, Interest interest, long nanos) {
        inChannel = true;
        try {
            if (woken) return false;
            return interest == Interest.READABLE ? client.awaitReadable(nanos) : client.awaitWritable(nanos);
        } catch (IOException e) {
            // The next transfer fails in the same way, and reports it to PostgreSQL as an errno.
            return true;
        } finally {
            inChannel = false;
        }
    }

    private boolean park(long nanos) {
        Deadline deadline = Deadline.in(nanos);
        boolean interrupted = Thread.interrupted();
        parked = Thread.currentThread();
        try {
            while (!woken && !deadline.isOver()) {
                LockSupport.parkNanos(this, deadline.leftNanos());
                interrupted |= Thread.interrupted();
            }
        } finally {
            parked = null;
            if (interrupted) Thread.currentThread().interrupt();
        }
        return false;
    }
}
