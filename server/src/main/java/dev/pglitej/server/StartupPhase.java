package dev.pglitej.server;

import dev.pglitej.internal.kernel.time.Deadline;
import dev.pglitej.internal.protocol.Frame;
import dev.pglitej.internal.protocol.FrameDecoder;
import dev.pglitej.internal.protocol.ProtocolException;
import dev.pglitej.internal.protocol.StartupPacket;
import dev.pglitej.internal.protocol.StartupPacket.CancelRequest;
import dev.pglitej.internal.protocol.StartupPacket.GssEncRequest;
import dev.pglitej.internal.protocol.StartupPacket.SslRequest;
import dev.pglitej.internal.protocol.StartupPacket.StartupMessage;
import dev.pglitej.spi.Sessions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * What a client says before its session, as ProcessStartupPacket (backend_startup.c) takes it: any of the two requests
 * for encryption once, then a cancel request or a startup message. Confined to the connection's thread.
 */
final class StartupPhase {
    private static final int LENGTH_WORD = 4;
    private static final int INPUT_SIZE = 8192;
    private static final String ATTACK =
            "This could be either a client-software bug" + " or evidence of an attempted man-in-the-middle attack.";

    private final SocketSessionChannel channel;
    private final Sessions sessions;
    private final Deadline deadline;
    private final ByteBuffer input = ByteBuffer.allocate(INPUT_SIZE).flip();
    private boolean sslDone;
    private boolean gssDone;

    StartupPhase(SocketSessionChannel channel, Sessions sessions, Duration timeout) {
        this.channel = channel;
        this.sessions = sessions;
        this.deadline = Deadline.in(timeout);
    }

    /**
     * Goes on until the client asks for a session. The channel then begins with the startup message.
     *
     * @return nothing when the client wants no session, has gone, or has used up its time
     * @throws ProtocolException when what it sent is not of this protocol
     */
    Optional<StartupMessage> run() throws IOException {
        while (true) {
            Optional<Frame> frame = readPacket();
            if (frame.isEmpty()) return Optional.empty();
            StartupPacket packet = StartupPacket.decode(frame.get());
            if (packet instanceof SslRequest && !sslDone) {
                sslDone = true;
                declineEncryption("received unencrypted data after SSL request");
            } else if (packet instanceof GssEncRequest && !gssDone) {
                gssDone = true;
                declineEncryption("received unencrypted data after GSSAPI encryption request");
            } else {
                return finish(packet, frame.get());
            }
        }
    }

    private Optional<StartupMessage> finish(StartupPacket packet, Frame frame) {
        if (packet instanceof CancelRequest request) {
            // As PostgreSQL does, say nothing: neither whether the key was right nor whether there was such a backend.
            boolean ignored =
                    sessions.cancel(request.processId(), request.secretKey().toBytes());
            return Optional.empty();
        }
        channel.unread(replay(frame));
        // A second request for encryption is to PostgreSQL a startup message of the odd version that its code amounts
        // to.
        return Optional.of(StartupMessage.read(frame));
    }

    private void declineEncryption(String complaint) throws IOException {
        channel.write(ByteBuffer.wrap(new byte[] {'N'}));
        if (input.hasRemaining()) throw ProtocolException.violation(complaint, ATTACK);
    }

    private Optional<Frame> readPacket() throws IOException {
        FrameDecoder decoder = FrameDecoder.forStartupPackets();
        while (!decoder.take(input)) {
            if (!fill()) return Optional.empty();
        }
        return Optional.of(decoder.frame());
    }

    private boolean fill() throws IOException {
        input.clear();
        int count = channel.read(input);
        while (count == 0 && !deadline.isOver()) {
            channel.awaitReadable(deadline.leftNanos());
            count = channel.read(input);
        }
        input.flip();
        return count > 0;
    }

    private ByteBuffer replay(Frame frame) {
        ByteBuffer body = frame.body();
        int length = LENGTH_WORD + body.remaining();
        return ByteBuffer.allocate(length + input.remaining())
                .putInt(length)
                .put(body.duplicate())
                .put(input)
                .flip();
    }
}
