package dev.pglitej.cluster;

import dev.pglitej.session.SessionChannel;
import java.nio.ByteBuffer;

/** A client that sends nothing but a CancelRequest, and wants no answer. Confined to one thread. */
final class CancelChannel implements SessionChannel {
    private static final int CANCEL_REQUEST_CODE = 80877102;

    private final ByteBuffer request;

    CancelChannel(int processId, byte[] secretKey) {
        int length = 3 * Integer.BYTES + secretKey.length;
        this.request = ByteBuffer.allocate(length)
                .putInt(length)
                .putInt(CANCEL_REQUEST_CODE)
                .putInt(processId)
                .put(secretKey)
                .flip();
    }

    @Override
    public int read(ByteBuffer target) {
        if (!request.hasRemaining()) return -1;
        int count = Math.min(target.remaining(), request.remaining());
        target.put(request.slice().limit(count));
        request.position(request.position() + count);
        return count;
    }

    @Override
    public boolean awaitReadable(long nanos) {
        return true;
    }

    @Override
    public int offer(ByteBuffer source) {
        int count = source.remaining();
        source.position(source.limit());
        return count;
    }

    @Override
    public boolean awaitWritable(long nanos) {
        return true;
    }

    @Override
    public void write(ByteBuffer source) {
        source.position(source.limit());
    }

    @Override
    public boolean clientGone() {
        return false;
    }

    @Override
    public void wakeup() {}

    @Override
    public void close() {}
}
