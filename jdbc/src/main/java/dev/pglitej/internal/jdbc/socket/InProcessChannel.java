package dev.pglitej.internal.jdbc.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.spi.Session.Progress;
import dev.pglitej.spi.SessionChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes between a client and its session in the same process. Thread-safe.
 *
 * <p>The session hands over so much at a time, and then waits for its client to read. Where it cannot wait, since the thread that
 * it would keep is the one that has to read, it is given the room. What the client sends is never held up, for the same
 * reason: a client that does not read what it is sent would otherwise wait for itself.
 */
// RATIONALE: "Why may a client write to a session that has ended?"
final class InProcessChannel implements SessionChannel {
    /** Enough that going back and forth is rare, little enough to stay in the processor's cache. */
    private static final int OUTPUT_LIMIT = 128 * 1024;

    private final Runnable onSent;
    private final Runnable onEnd;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final ByteQueue toServer = new ByteQueue();

    @GuardedBy("lock")
    private final ByteQueue toClient = new ByteQueue();

    @GuardedBy("lock")
    private int outputLimit = OUTPUT_LIMIT;

    @GuardedBy("lock")
    private boolean woken;

    /** How often a thread has stopped running the session. */
    @GuardedBy("lock")
    private long stops;

    private volatile boolean clientClosed;
    private volatile boolean ended;
    /** Whether the thread that ran the session last stopped because the session waited for its client. */
    private volatile boolean waitsForClient = true;

    /**
     * @param onSent run by the session when it has sent something and the client has read all before; must not block
     * @param onEnd run once when the session has ended, by whichever thread ran it last
     */
    InProcessChannel(Runnable onSent, Runnable onEnd) {
        this.onSent = onSent;
        this.onEnd = onEnd;
    }

    // What the session calls.

    @Override
    public int read(ByteBuffer target) {
        lock.lock();
        try {
            if (toServer.isEmpty() && clientClosed) return -1;
            int count = toServer.moveTo(target);
            changed.signalAll();
            return count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitReadable(long nanos) throws IOException {
        long start = SystemClock.INSTANCE.monotonicNanos();
        lock.lock();
        try {
            while (toServer.isEmpty() && !clientClosed) {
                long left = nanos == Long.MAX_VALUE ? nanos : nanos - (SystemClock.INSTANCE.monotonicNanos() - start);
                if (woken || left <= 0) {
                    woken = false;
                    return false;
                }
                long ignored = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the client", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int offer(ByteBuffer source) throws IOException {
        boolean isFirst;
        int count;
        lock.lock();
        try {
            if (clientClosed) throw new IOException("the client has closed the connection");
            count = Math.min(source.remaining(), Math.max(0, outputLimit - toClient.size()));
            isFirst = toClient.isEmpty();
            toClient.add(source, count);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (isFirst) onSent.run();
        return count;
    }

    @Override
    public boolean awaitWritable(long nanos) {
        lock.lock();
        try {
            if (toClient.size() < outputLimit || clientClosed) return true;
            if (nanos > 0) outputLimit = toClient.size() + OUTPUT_LIMIT;
            return nanos > 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            if (offer(source) == 0) awaitWritable(Long.MAX_VALUE);
        }
    }

    @Override
    public boolean clientGone() {
        return clientClosed;
    }

    @Override
    public void wakeup() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stopped(Progress progress) {
        boolean isFirstEnd;
        lock.lock();
        try {
            stops++;
            waitsForClient = progress == Progress.WAITING;
            isFirstEnd = progress == Progress.ENDED && !ended;
            ended |= progress == Progress.ENDED;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (isFirstEnd) onEnd.run();
    }

    /** What the client has sent is still read by the session; what the session sends goes nowhere. */
    @Override
    public void close() {
        lock.lock();
        try {
            clientClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // What the client calls.

    /** Sends bytes; how many the session has yet to read then. */
    int send(byte[] source, int offset, int length) {
        lock.lock();
        try {
            toServer.add(source, offset, length);
            changed.signalAll();
            return toServer.size();
        } finally {
            lock.unlock();
        }
    }

    int sentSize() {
        lock.lock();
        try {
            return toServer.size();
        } finally {
            lock.unlock();
        }
    }

    /** The first of the bytes that were sent and not read. */
    byte[] peekSent(int count) {
        lock.lock();
        try {
            return toServer.peek(count);
        } finally {
            lock.unlock();
        }
    }

    /** Takes what the session has sent and fits; 0 when there is nothing now. */
    int receive(byte[] target, int offset, int length) {
        lock.lock();
        try {
            int count = toClient.moveTo(target, offset, length);
            if (toClient.isEmpty()) outputLimit = OUTPUT_LIMIT;
            return count;
        } finally {
            lock.unlock();
        }
    }

    int receivable() {
        lock.lock();
        try {
            return toClient.size();
        } finally {
            lock.unlock();
        }
    }

    long stops() {
        lock.lock();
        try {
            return stops;
        } finally {
            lock.unlock();
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether the session has done all that it was told, as far as the threads knew that have run it. */
    boolean waitsForClient() {
        return waitsForClient;
    }

    boolean isClosed() {
        return clientClosed;
    }

    /**
     * Waits while another thread runs the session, until there is less for it to read than this, it has ended, the channel was
     * closed, or the session was stopped more often than that; an interrupt is kept for later.
     */
    void awaitTaken(int size, long stopsSeen) {
        lock.lock();
        try {
            while (toServer.size() >= size && !ended && !clientClosed && stops <= stopsSeen) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is something to receive, the session has ended, the channel was closed, or the session was stopped
     * more often than this; an interrupt is kept for later, as by a socket.
     *
     * @return false when the time was up first
     */
    boolean awaitReceivable(long stopsSeen, long deadline) {
        boolean interrupted = false;
        lock.lock();
        try {
            while (toClient.isEmpty() && !ended && !clientClosed && stops <= stopsSeen) {
                long left =
                        deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - SystemClock.INSTANCE.monotonicNanos();
                if (left <= 0) return false;
                try {
                    changed.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            lock.unlock();
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
