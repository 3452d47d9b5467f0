package dev.pglitej.server;

import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.FrameDecoder;
import dev.pglitej.internal.protocol.FrontendMessage;
import dev.pglitej.internal.protocol.StartupPacket;
import dev.pglitej.internal.protocol.StartupPacket.StartupMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;

/** A client that sends and expects what a test says, also what no proper client would. Every wait ends after ten seconds. */
final class ScriptedClient implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 10_000;

    private final Socket socket = new Socket();
    private final ByteBuffer input = ByteBuffer.allocate(8192).flip();

    private ScriptedClient(InetSocketAddress server) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(DEADLINE_MILLIS);
        socket.connect(server, DEADLINE_MILLIS);
    }

    static ScriptedClient connect(InetSocketAddress server) throws IOException {
        return new ScriptedClient(server);
    }

    /** Connects and starts a session of protocol 3.0. */
    static ScriptedClient startSession(InetSocketAddress server) throws IOException {
        ScriptedClient client = connect(server);
        client.send(StartupMessage.of(0, Map.of("user", "me")));
        return client;
    }

    void send(StartupPacket packet) throws IOException {
        sendBytes(packet.encode());
    }

    void send(FrontendMessage message) throws IOException {
        sendBytes(message.encode());
    }

    void sendHex(String hex) throws IOException {
        sendBytes(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    void sendBytes(ByteBuffer bytes) throws IOException {
        socket.getOutputStream().write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    char receiveByte() throws IOException {
        if (!input.hasRemaining() && !fill()) throw new IOException("the server ended the connection");
        return (char) input.get();
    }

    BackendMessage receive() throws IOException {
        FrameDecoder decoder = FrameDecoder.forMessages();
        while (!decoder.take(input)) {
            if (!fill()) throw new IOException("the server ended the connection");
        }
        return BackendMessage.decode(decoder.frame());
    }

    /** The next message, which has to be an error. */
    ErrorFields receiveError() throws IOException {
        BackendMessage message = receive();
        if (message instanceof BackendMessage.ErrorResponse response) return response.error();
        throw new AssertionError("expected an error, got " + message);
    }

    /** Whether the server ends the connection next, having sent nothing more. */
    boolean receivesEnd() throws IOException {
        return !input.hasRemaining() && !fill();
    }

    String localAddress() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Closes with a reset instead of an orderly shutdown. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private boolean fill() throws IOException {
        InputStream in = socket.getInputStream();
        int count = in.read(input.array());
        input.clear().limit(Math.max(count, 0));
        return count > 0;
    }
}
