package dev.pglitej.internal.admin;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.kernel.time.Deadline;
import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.FrameDecoder;
import dev.pglitej.internal.protocol.FrontendMessage;
import dev.pglitej.internal.protocol.FrontendMessage.Terminate;
import dev.pglitej.internal.protocol.StartupPacket.StartupMessage;
import dev.pglitej.spi.SessionChannel;
import dev.pglitej.spi.SessionRefusedException;
import dev.pglitej.spi.SessionRequest;
import dev.pglitej.spi.Sessions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A session whose client needs no thread: the session's thread asks the client for its next message when the server waits for one, and
 * passes it the server's messages when the server waits. Work of the client, such as writing to a disk, therefore never delays other
 * sessions. Confined to the session's thread, except {@link #wakeup} and {@link #close}.
 */
final class Conversation implements SessionChannel {
    /** The bytes that are buffered before the server has to wait; large enough for efficient writes to a disk. */
    private static final int MOST_BYTES = 256 * 1024;

    /** The client. */
    interface Client {
        /** The message to send to a server that is ready; empty ends the session. */
        Optional<FrontendMessage> next();

        /** Gets each message of the server but ReadyForQuery. An exception ends the session, and {@link #hold} throws it. */
        void received(BackendMessage message) throws IOException;
    }

    private final Client client;
    private final FrameDecoder decoder = FrameDecoder.forMessages();
    private final ByteBuffer received = ByteBuffer.allocate(MOST_BYTES);
    private ByteBuffer toSend;
    private boolean isReady;
    private boolean hasEnded;
    private @Nullable IOException failure;

    @GuardedBy("this")
    private boolean isWoken;

    @GuardedBy("this")
    private boolean isClosed;

    private Conversation(Client client, ByteBuffer startup) {
        this.client = client;
        this.toSend = startup;
    }

    /**
     * Holds a conversation on the calling thread, to its end.
     *
     * @param parameters of the startup packet, such as user and database
     * @throws IOException what the client threw
     * @throws PGliteException if the database refuses the session
     */
    static void hold(Sessions database, Map<String, String> parameters, Client client) throws IOException {
        try (Conversation conversation =
                new Conversation(client, StartupMessage.of(0, parameters).encode())) {
            database.open(new SessionRequest(conversation, "this process")).run();
            conversation.finish();
        } catch (SessionRefusedException e) {
            String detail = e.detail().isEmpty() ? "" : "; " + e.detail();
            throw new PGliteException("the database refuses sessions: " + e.primaryMessage() + detail, e);
        }
    }

    private void finish() throws IOException {
        digest();
        if (failure != null) throw failure;
    }

    @Override
    public int read(ByteBuffer target) {
        digest();
        if (!toSend.hasRemaining()) ask();
        if (!toSend.hasRemaining()) return hasEnded ? -1 : 0;
        int count = Math.min(target.remaining(), toSend.remaining());
        target.put(toSend.slice().limit(count));
        toSend.position(toSend.position() + count);
        return count;
    }

    private void ask() {
        if (!isReady || hasEnded) return;
        isReady = false;
        Optional<FrontendMessage> next = client.next();
        if (next.isEmpty()) hasEnded = true;
        toSend = next.orElseGet(Terminate::new).encode();
    }

    @Override
    public boolean awaitReadable(long nanos) throws IOException {
        digest();
        if (toSend.hasRemaining() || isReady || hasEnded) return true;
        return await(nanos);
    }

    @Override
    public int offer(ByteBuffer source) throws IOException {
        if (failure != null) throw new IOException("the client has failed");
        int count = Math.min(source.remaining(), received.remaining());
        received.put(source.slice().limit(count));
        source.position(source.position() + count);
        return count;
    }

    @Override
    public boolean awaitWritable(long nanos) {
        digest();
        return true;
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            if (offer(source) == 0) digest();
        }
    }

    private void digest() {
        received.flip();
        try {
            while (failure == null && decoder.take(received)) take(BackendMessage.decode(decoder.frame()));
        } catch (IOException e) {
            failure = e;
            hasEnded = true;
        } finally {
            received.compact();
            if (failure != null) received.clear();
        }
    }

    private void take(BackendMessage message) throws IOException {
        if (message instanceof BackendMessage.ReadyForQuery) {
            isReady = true;
        } else if (message instanceof BackendMessage.CopyInResponse) {
            toSend = new FrontendMessage.CopyFail("there are no data for COPY FROM STDIN here").encode();
        } else {
            client.received(message);
        }
    }

    @Override
    public boolean clientGone() {
        return failure != null;
    }

    @Override
    public synchronized void wakeup() {
        isWoken = true;
        notifyAll();
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        notifyAll();
    }

    /** Waits for a wake-up of the server; the client has nothing to send before that. */
    private synchronized boolean await(long nanos) throws IOException {
        Deadline deadline = Deadline.in(nanos);
        while (!isWoken && !isClosed) {
            if (deadline.isOver()) return false;
            try {
                TimeUnit.NANOSECONDS.timedWait(this, deadline.leftNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for the database");
            }
        }
        isWoken = false;
        return isClosed;
    }
}
