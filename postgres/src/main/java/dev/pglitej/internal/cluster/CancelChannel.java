package dev.pglitej.internal.cluster;

import dev.pglitej.internal.protocol.StartupPacket.CancelRequest;
import dev.pglitej.internal.protocol.Value;
import java.nio.ByteBuffer;

/** A client that sends only a CancelRequest and expects no answer. Confined to one thread. */
final class CancelChannel extends OneWayClient {
    CancelChannel(int processId, byte[] secretKey) {
        super(new CancelRequest(processId, Value.of(secretKey)).encode());
    }

    @Override
    public void write(ByteBuffer source) {
        source.position(source.limit());
    }
}
