package dev.pglitej.conformance.fuzz;

import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.FrameDecoder;
import dev.pglitej.internal.protocol.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/**
 * Sends one conversation, then shuts its side or cuts the connection, and expects that the server ends the connection within a
 * minute, with messages that are whole. Confined to one thread.
 */
final class RudeClient {
    private static final int DEADLINE_MILLIS = 60_000;
    private static final int MOST_READ = 64 << 20;

    private final InetSocketAddress server;
    private final Random random;

    RudeClient(InetSocketAddress server, Random random) {
        this.server = server;
        this.random = random;
    }

    void talk(List<byte[]> packets) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.connect(server, DEADLINE_MILLIS);
            boolean isCut = random.nextInt(8) == 0;
            try {
                send(socket, packets);
                if (isCut) {
                    socket.setSoLinger(true, 0);
                    return;
                }
                socket.shutdownOutput();
            } catch (IOException e) {
                // The server has ended the connection before all was sent, as it does after a fatal error. What it sent
                // is read still.
                if (isCut) return;
            }
            check(answer(socket.getInputStream()), packets);
        }
    }

    /** At once, or in pieces that end anywhere. */
    private void send(Socket socket, List<byte[]> packets) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] packet : packets) all.write(packet);
        byte[] bytes = all.toByteArray();
        int piece = random.nextBoolean() ? bytes.length : 1 + random.nextInt(bytes.length);
        for (int from = 0; from < bytes.length; from += piece) {
            socket.getOutputStream().write(bytes, from, Math.min(piece, bytes.length - from));
        }
    }

    private static byte[] answer(InputStream in) throws IOException {
        try {
            return in.readNBytes(MOST_READ);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server does not end the connection", e);
        } catch (IOException e) {
            // A reset: bytes that the server has not read are on their way when it closes.
            return new byte[0];
        }
    }

    /** Messages whole and known, if the first packet is one that the server can have answered with messages. */
    private static void check(byte[] answer, List<byte[]> packets) {
        if (answer.length == 0 || !isStartup(packets.get(0))) return;
        FrameDecoder decoder = FrameDecoder.forMessages();
        ByteBuffer in = ByteBuffer.wrap(answer);
        try {
            while (decoder.take(in)) BackendMessage.decode(decoder.frame());
        } catch (ProtocolException e) {
            throw new AssertionError("the server sent what no client understands", e);
        }
        if (!decoder.isBetweenFrames()) throw new AssertionError("the server's last message is cut off");
    }

    private static boolean isStartup(byte[] packet) {
        return packet.length > 8
                && ByteBuffer.wrap(packet).getInt() == packet.length
                && ByteBuffer.wrap(packet).getShort(4) == 3;
    }
}
