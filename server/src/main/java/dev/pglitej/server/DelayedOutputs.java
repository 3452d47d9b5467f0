package dev.pglitej.server;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Output that sessions have sent while others still had to run. It is written a moment later, the output of several sessions at once,
 * because waking a client costs about as much as a short statement, and a program with many sessions wakes only once then. Thread-safe.
 */
final class DelayedOutputs {
    private static final int ROOM = 65_536;
    /** Longer output is worth a system call of its own. */
    private static final int LONGEST = 4096;
    /** How many sessions' output is written at once. */
    private static final int MOST = 4;

    private final ReentrantLock lock = new ReentrantLock();
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(ROOM);
    private final SocketSessionChannel[] channels = new SocketSessionChannel[MOST];
    /** Where each channel's output ends. */
    private final int[] ends = new int[MOST];
    /** How many outputs there are. Written with the lock held. */
    private volatile int count;

    /** Copies the bytes of the buffer, which are consumed then; returns false if they have to be written now. */
    boolean add(SocketSessionChannel channel, ByteBuffer source) {
        if (source.remaining() > LONGEST) return false;
        lock.lock();
        try {
            int next = count;
            if (next == MOST || source.remaining() > bytes.remaining()) return false;
            bytes.put(source);
            channels[next] = channel;
            ends[next] = bytes.position();
            count = next + 1;
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean isFull() {
        return count == MOST;
    }

    /** Writes all of it. */
    void flush() {
        if (count == 0) return;
        lock.lock();
        try {
            int start = 0;
            int present = count;
            for (int i = 0; i < present; i++) {
                channels[i].writeDelayed(bytes.limit(ends[i]).position(start));
                start = ends[i];
            }
            bytes.clear();
            count = 0;
        } finally {
            lock.unlock();
        }
    }
}
