package dev.pglitej.internal.jdbc.socket;

import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.FrameDecoder;
import dev.pglitej.internal.protocol.ProtocolException;
import dev.pglitej.internal.protocol.StartupPacket;
import dev.pglitej.internal.protocol.StartupPacket.CancelRequest;
import dev.pglitej.spi.Session;
import dev.pglitej.spi.Session.Progress;
import dev.pglitej.spi.SessionRefusedException;
import dev.pglitej.spi.SessionRequest;
import dev.pglitej.spi.Sessions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a client runs when it wants an answer: its session, or for a client that only wants another one cancelled, that. Thread-safe. */
final class SessionDriver {
    private static final int CANCEL_HEAD = 3 * Integer.BYTES;
    private static final int LONGEST_CANCEL = CANCEL_HEAD + 256;

    private final Sessions sessions;
    private final InProcessChannel channel;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable Session session;

    SessionDriver(Sessions sessions, InProcessChannel channel) {
        this.sessions = sessions;
        this.channel = channel;
    }

    /** As {@link Session#advance}; the session begins with the first of these. */
    Progress advance(BooleanSupplier leave) throws IOException {
        Session present = session;
        if (present == null) {
            if (channel.sentSize() == 0 && !channel.isClosed()) return Progress.WAITING;
            present = open();
        }
        if (present == null) return Progress.ENDED;
        try {
            return present.advance(leave);
        } catch (RuntimeException e) {
            // What the session could still say, such as the error 57P02, has been said.
            if (channel.receivable() > 0) return Progress.ENDED;
            throw new IOException("the session has crashed: " + e.getMessage(), e);
        }
    }

    void reconsider() {
        Session present = session;
        if (present != null) present.reconsider();
    }

    /** The session; null where there will never be one. */
    private @Nullable Session open() throws SessionNotOpenedException {
        opening.lock();
        try {
            if (session != null || channel.hasEnded()) return session;
            if (channel.sentSize() == 0 || isCancelRequest()) {
                channel.stopped(Progress.ENDED);
                return null;
            }
            Session opened = sessions.open(new SessionRequest(channel, "in process"));
            session = opened;
            return opened;
        } catch (SessionRefusedException e) {
            ErrorFields error = ErrorFields.fatal(e.sqlState(), e.primaryMessage());
            tell(e.detail().isEmpty() ? error : error.withDetail(e.detail()));
            channel.stopped(Progress.ENDED);
            return null;
        } catch (RuntimeException | Error e) {
            channel.stopped(Progress.ENDED);
            throw new SessionNotOpenedException(e);
        } finally {
            opening.unlock();
        }
    }

    /** Serves a request to cancel. One that is not as it has to be goes to PostgreSQL, which says what is wrong with it. */
    private boolean isCancelRequest() {
        ByteBuffer sent = ByteBuffer.wrap(channel.peekSent(LONGEST_CANCEL));
        // Looked at before it is decoded, so that the first connection of a JVM need not load the decoder.
        if (sent.remaining() < CANCEL_HEAD || sent.getInt(Integer.BYTES) != StartupPacket.CANCEL_REQUEST_CODE) {
            return false;
        }
        FrameDecoder decoder = FrameDecoder.forStartupPackets();
        try {
            if (!decoder.take(sent) || !(StartupPacket.decode(decoder.frame()) instanceof CancelRequest request)) {
                return false;
            }
            // As PostgreSQL does, say nothing of whether there was such a backend.
            boolean ignored =
                    sessions.cancel(request.processId(), request.secretKey().toBytes());
            return true;
        } catch (ProtocolException e) {
            return false;
        }
    }

    private void tell(ErrorFields error) {
        try {
            channel.write(new ErrorResponse(error).encode());
        } catch (IOException e) {
            // The client has gone, and needs no explanation.
            return;
        }
    }
}
