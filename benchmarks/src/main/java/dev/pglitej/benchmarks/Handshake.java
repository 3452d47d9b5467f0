package dev.pglitej.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A session as a bare client has it: a socket and a startup packet, and no driver's own queries. Confined to one thread.
 */
final class Handshake implements AutoCloseable {
    private static final int PROTOCOL_3_0 = 3 << 16;
    private static final int DEADLINE_MILLIS = 60_000;

    private final Socket socket;

    private Handshake(Socket socket) {
        this.socket = socket;
    }

    /** Connects, and waits for ReadyForQuery. */
    static Handshake with(Address server) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.connect(new InetSocketAddress(server.host(), server.port()), DEADLINE_MILLIS);
            socket.getOutputStream().write(startupPacket());
            awaitReady(new DataInputStream(new BufferedInputStream(socket.getInputStream())));
            return new Handshake(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static byte[] startupPacket() throws IOException {
        byte[] parameters = "user\0postgres\0database\0postgres\0\0".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream packet = new DataOutputStream(bytes)) {
            packet.writeInt(2 * Integer.BYTES + parameters.length);
            packet.writeInt(PROTOCOL_3_0);
            packet.write(parameters);
        }
        return bytes.toByteArray();
    }

    private static void awaitReady(DataInputStream in) throws IOException {
        for (int type = in.readByte(); type != 'Z'; type = in.readByte()) {
            byte[] body = new byte[in.readInt() - Integer.BYTES];
            in.readFully(body);
            if (type == 'E') throw new IOException(new String(body, StandardCharsets.UTF_8));
        }
        in.skipNBytes(Integer.BYTES + 1);
    }

    /** Says goodbye, and waits until the server has closed its end, so that no session is left to end later. */
    @Override
    public void close() throws IOException {
        try (socket) {
            socket.getOutputStream().write(new byte[] {'X', 0, 0, 0, Integer.BYTES});
            while (socket.getInputStream().read() >= 0) {
                // What was still on its way.
            }
        }
    }
}
