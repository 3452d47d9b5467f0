package dev.pglitej.internal.cluster;

import java.nio.ByteBuffer;

/** A client that sends nothing but a CancelRequest, and wants no answer. Confined to one thread. */
final class CancelChannel extends OneWayClient {
    private static final int CANCEL_REQUEST_CODE = 80877102;

    CancelChannel(int processId, byte[] secretKey) {
        super(request(processId, secretKey));
    }

    private static ByteBuffer request(int processId, byte[] secretKey) {
        int length = 3 * Integer.BYTES + secretKey.length;
        return ByteBuffer.allocate(length)
                .putInt(length)
                .putInt(CANCEL_REQUEST_CODE)
                .putInt(processId)
                .put(secretKey)
                .flip();
    }

    @Override
    public void write(ByteBuffer source) {
        source.position(source.limit());
    }
}
