package dev.pglitej.spi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** A channel whose client is a test, and takes whatever it is sent. Thread-safe; its lock is itself. */
public final class MemoryChannel implements SessionChannel {
    @GuardedBy("this")
    private final Deque<ByteBuffer> toServer = new ArrayDeque<>();

    @GuardedBy("this")
    private final ByteArrayOutputStream toClient = new ByteArrayOutputStream();

    @GuardedBy("this")
    private boolean hungUp;

    @GuardedBy("this")
    private boolean closed;

    @GuardedBy("this")
    private boolean woken;

    /** Sends a copy of what remains in the buffer. */
    public synchronized void send(ByteBuffer bytes) {
        toServer.add(
                ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip());
        notifyAll();
    }

    /** The client sends no more. */
    public synchronized void hangUp() {
        hungUp = true;
        notifyAll();
    }

    /**
     * Waits until the server has sent something, and takes all of it.
     *
     * @return nothing when the server has closed the channel
     */
    public synchronized ByteBuffer receive(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (toClient.size() == 0 && !closed) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("the server sent nothing in " + TimeUnit.NANOSECONDS.toSeconds(nanos) + " s");
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        ByteBuffer received = ByteBuffer.wrap(toClient.toByteArray());
        toClient.reset();
        return received;
    }

    @Override
    public synchronized int read(ByteBuffer target) throws IOException {
        requireOpen();
        ByteBuffer next = toServer.peek();
        if (next == null) return hungUp ? -1 : 0;
        int count = Math.min(target.remaining(), next.remaining());
        target.put(next.slice().limit(count));
        next.position(next.position() + count);
        if (!next.hasRemaining()) toServer.remove();
        return count;
    }

    @Override
    public synchronized boolean awaitReadable(long nanos) throws IOException {
        long start = System.nanoTime();
        while (toServer.isEmpty() && !hungUp && !closed) {
            long left = nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - start);
            if (woken || left <= 0) {
                woken = false;
                return false;
            }
            await(left);
        }
        return true;
    }

    @Override
    public synchronized int offer(ByteBuffer source) throws IOException {
        requireOpen();
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        toClient.writeBytes(bytes);
        notifyAll();
        return bytes.length;
    }

    @Override
    public boolean awaitWritable(long nanos) {
        return true;
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        offer(source);
    }

    @Override
    public synchronized boolean clientGone() {
        return hungUp;
    }

    @Override
    public synchronized void wakeup() {
        woken = true;
        notifyAll();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void requireOpen() throws IOException {
        if (isClosed()) throw new IOException("the channel is closed");
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @GuardedBy("this")
    private void await(long nanos) throws IOException {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the client");
        }
    }
}
