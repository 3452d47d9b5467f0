package dev.pglitej.internal.imports;

import dev.pglitej.spi.SessionChannel;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The output of a backend to its client. If the client has no room, the backend waits, unless it holds an LWLock. Then it may not wait, so
 * these bytes (an error, which PostgreSQL sends before it releases the locks) are kept and sent before any later output. Confined to the
 * backend's thread.
 */
final class ClientOutput {
    private final SessionChannel channel;
    private ByteBuffer kept = ByteBuffer.allocate(0);

    ClientOutput(SessionChannel channel) {
        this.channel = channel;
    }

    /**
     * Sends as many bytes as there is room for.
     *
     * @param mayWait whether the caller can wait for room; if not, all bytes are taken
     * @return how many bytes were taken from the buffer, 0 when there is no room now
     */
    int offer(ByteBuffer source, boolean mayWait) throws IOException {
        int count = flush() ? channel.offer(source) : 0;
        return count > 0 || mayWait ? count : keep(source);
    }

    /** Sends the kept bytes as far as there is room; returns whether none are left. */
    boolean flush() throws IOException {
        while (kept.hasRemaining()) {
            int count = channel.offer(kept.slice());
            if (count == 0) return false;
            kept.position(kept.position() + count);
        }
        return true;
    }

    private int keep(ByteBuffer source) {
        int count = source.remaining();
        ByteBuffer more = ByteBuffer.allocate(kept.remaining() + count);
        kept = more.put(kept).put(source).flip();
        return count;
    }
}
