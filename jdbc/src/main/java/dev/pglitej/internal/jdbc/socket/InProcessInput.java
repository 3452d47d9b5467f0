package dev.pglitej.internal.jdbc.socket;

import java.io.IOException;
import java.io.InputStream;

/** What a session sends. Confined to one thread. */
final class InProcessInput extends InputStream {
    private final InProcessSocket socket;

    InProcessInput(InProcessSocket socket) {
        this.socket = socket;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return socket.read(target, offset, length);
        } catch (Error e) {
            throw socket.broken(e);
        }
    }

    @Override
    public int available() throws IOException {
        try {
            return socket.available();
        } catch (Error e) {
            throw socket.broken(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
