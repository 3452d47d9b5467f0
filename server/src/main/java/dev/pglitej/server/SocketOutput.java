package dev.pglitej.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a session sends to its client's socket. Thread-safe: the session's thread offers, and any thread writes what
 * {@link DelayedOutputs} has kept.
 */
final class SocketOutput {
    // The JDK copies heap buffers through a direct one of the same size, which it keeps for the thread.
    static final int MOST_THROUGH_HEAP = 65_536;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel socket;
    private final ReentrantLock lock = new ReentrantLock();
    /** What the socket had no room for, although the session was told that it was sent. Written with the lock held. */
    private volatile ByteBuffer unsent = NOTHING;

    SocketOutput(SocketChannel socket) {
        this.socket = socket;
    }

    /** Whether all that was sent has been written to the socket. */
    boolean isClear() {
        return !unsent.hasRemaining();
    }

    /** Writes as many bytes as the socket has room for, and returns how many. */
    int offer(ByteBuffer source) throws IOException {
        lock.lock();
        try {
            return writeUnsent() ? write(source) : 0;
        } finally {
            lock.unlock();
        }
    }

    /** Writes all bytes, or keeps those for which the socket has no room. */
    void put(ByteBuffer source) throws IOException {
        lock.lock();
        try {
            int ignored = writeUnsent() ? write(source) : 0;
            if (source.hasRemaining()) keep(source);
        } finally {
            lock.unlock();
        }
    }

    private void keep(ByteBuffer source) {
        ByteBuffer more = ByteBuffer.allocateDirect(unsent.remaining() + source.remaining());
        unsent = more.put(unsent).put(source).flip();
    }

    /** Writes kept bytes as far as there is room; returns whether none are left. */
    boolean send() throws IOException {
        if (isClear()) return true;
        lock.lock();
        try {
            return writeUnsent();
        } finally {
            lock.unlock();
        }
    }

    private boolean writeUnsent() throws IOException {
        if (isClear()) return true;
        int ignored = write(unsent);
        if (unsent.hasRemaining()) return false;
        unsent = NOTHING;
        return true;
    }

    private int write(ByteBuffer source) throws IOException {
        if (source.isDirect()) return socket.write(source);
        int limit = source.limit();
        source.limit(source.position() + Math.min(source.remaining(), MOST_THROUGH_HEAP));
        try {
            return socket.write(source);
        } finally {
            source.limit(limit);
        }
    }
}
