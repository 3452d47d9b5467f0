package dev.pglitej.conformance.wire;

import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.BackendKeyData;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.BackendMessage.ReadyForQuery;
import dev.pglitej.internal.protocol.FrameDecoder;
import dev.pglitej.internal.protocol.FrontendMessage;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.internal.protocol.FrontendMessage.Terminate;
import dev.pglitej.internal.protocol.StartupPacket.StartupMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A client of protocol 3.0 on a socket. Confined to one thread at a time, except {@link #cut}. No wait takes longer than a minute. */
public final class WireClient implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 60_000;
    private static final int BUFFER_BYTES = 65_536;

    private final Socket socket;
    private final ByteBuffer input = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private int processId;

    private WireClient(Socket socket) {
        this.socket = socket;
    }

    /**
     * Connects and starts a session.
     *
     * @param parameters the startup packet's; {@code user} is one
     * @throws IOException also when the server refuses the session, with its words
     */
    public static WireClient connect(InetSocketAddress server, Map<String, String> parameters) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.connect(server, DEADLINE_MILLIS);
            WireClient client = new WireClient(socket);
            client.startUp(parameters);
            return client;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void startUp(Map<String, String> parameters) throws IOException {
        send(StartupMessage.of(0, parameters).encode());
        BackendMessage message = receive();
        while (!(message instanceof ReadyForQuery)) {
            if (message instanceof ErrorResponse refusal) {
                throw new IOException(
                        refusal.error().sqlState() + " " + refusal.error().message());
            }
            if (message instanceof BackendKeyData key) processId = key.processId();
            message = receive();
        }
    }

    /** The backend's number, as pg_backend_pid() gives it. */
    public int processId() {
        return processId;
    }

    /** Its end of the connection. */
    public int localPort() {
        return socket.getLocalPort();
    }

    /** Sends one simple query and gives all that comes back, up to ReadyForQuery or to the end of the connection. */
    public List<BackendMessage> query(String sql) throws IOException {
        send(new Query(sql));
        return receiveUntilReady();
    }

    /** What is received up to ReadyForQuery, or to the end of the connection. */
    public List<BackendMessage> receiveUntilReady() throws IOException {
        List<BackendMessage> messages = new ArrayList<>();
        BackendMessage last;
        do {
            Optional<BackendMessage> next = receiveUnlessEnded();
            if (next.isEmpty()) return messages;
            last = next.get();
            messages.add(last);
        } while (!(last instanceof ReadyForQuery));
        return messages;
    }

    public void send(FrontendMessage message) throws IOException {
        send(message.encode());
    }

    private void send(ByteBuffer bytes) throws IOException {
        socket.getOutputStream().write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    /** The next message. */
    public BackendMessage receive() throws IOException {
        return receiveUnlessEnded().orElseThrow(() -> new IOException("the server ended the connection"));
    }

    private Optional<BackendMessage> receiveUnlessEnded() throws IOException {
        FrameDecoder decoder = FrameDecoder.forMessages();
        while (!decoder.take(input)) {
            if (!fill()) return Optional.empty();
        }
        return Optional.of(BackendMessage.decode(decoder.frame()));
    }

    private boolean fill() throws IOException {
        InputStream in = socket.getInputStream();
        int count = in.read(input.array());
        input.clear().limit(Math.max(count, 0));
        return count > 0;
    }

    /** Cuts the connection without a word, from any thread. */
    public void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError("a socket does not close", e);
        }
    }

    /** Says goodbye. */
    @Override
    public void close() throws IOException {
        if (socket.isClosed()) return;
        try (socket) {
            send(new Terminate());
        } catch (IOException e) {
            // The server has ended the connection first, which comes to the same.
            return;
        }
    }
}
