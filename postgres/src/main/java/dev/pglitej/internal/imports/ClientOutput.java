package dev.pglitej.internal.imports;

import dev.pglitej.spi.SessionChannel;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a backend says to its client. Where the client has no room, the backend waits for it, except while it holds an LWLock: then it may
 * not wait here, so what it says (an error, which comes before the locks are released) is kept, and goes out before anything else. Confined
 * to the backend's thread.
 */
final class ClientOutput {
    private final SessionChannel channel;
    private ByteBuffer kept = ByteBuffer.allocate(0);

    ClientOutput(SessionChannel channel) {
        this.channel = channel;
    }

    /**
     * Hands over what there is room for.
     *
     * @param mayWait whether the caller can wait for room; if not, all bytes are taken
     * @return how many bytes were taken, 0 when there is no room now
     */
    int offer(ByteBuffer source, boolean mayWait) throws IOException {
        int count = flush() ? channel.offer(source.slice()) : 0;
        if (count > 0 || mayWait) return count;
        return keep(source.slice());
    }

    /** Hands over what was kept, as far as there is room; says whether nothing is left of it. */
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
