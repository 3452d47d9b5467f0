package dev.pglitej.server;

import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.Authentication;
import dev.pglitej.internal.protocol.BackendMessage.CommandComplete;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.BackendMessage.ReadyForQuery;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.Frame;
import dev.pglitej.internal.protocol.FrameDecoder;
import dev.pglitej.internal.protocol.FrontendMessage;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.internal.protocol.Value;
import dev.pglitej.spi.SessionChannel;
import dev.pglitej.spi.SessionRequest;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A session that answers each query with its own text, until the client leaves or it is terminated. */
final class EchoSession extends RunnableSession {
    private final SessionChannel channel;
    private final ByteBuffer input = ByteBuffer.allocateDirect(8192).flip();
    private volatile boolean terminated;

    EchoSession(SessionRequest request) {
        super(request.channel());
        this.channel = request.channel();
    }

    @Override
    public void run() {
        try {
            converse();
        } catch (IOException e) {
            // The client is gone, which ends the session as it should.
            terminated = true;
        }
    }

    @Override
    public void terminate() {
        terminated = true;
        channel.wakeup();
    }

    private void converse() throws IOException {
        if (!take(FrameDecoder.forStartupPackets())) return;
        send(new Authentication(0, Value.of()));
        send(new ReadyForQuery('I'));
        FrameDecoder decoder = FrameDecoder.forMessages();
        while (take(decoder)) {
            if (!answer(decoder.frame())) return;
        }
        if (terminated) {
            send(new ErrorResponse(ErrorFields.fatal("57P01", "terminating connection due to administrator command")));
        }
    }

    private boolean answer(Frame frame) throws IOException {
        if (FrontendMessage.decode(frame) instanceof Query query) {
            send(new CommandComplete(query.sql()));
            send(new ReadyForQuery('I'));
            return true;
        }
        return false;
    }

    private boolean take(FrameDecoder decoder) throws IOException {
        while (!decoder.take(input)) {
            if (!fill()) return false;
        }
        return true;
    }

    private boolean fill() throws IOException {
        input.clear();
        int count = channel.read(input);
        while (count == 0 && !terminated) {
            channel.awaitReadable(Long.MAX_VALUE);
            count = channel.read(input);
        }
        input.flip();
        return count > 0;
    }

    private void send(BackendMessage message) throws IOException {
        channel.write(message.encode());
    }
}
