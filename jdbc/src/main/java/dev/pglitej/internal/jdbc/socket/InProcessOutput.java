package dev.pglitej.internal.jdbc.socket;

import java.io.IOException;
import java.io.OutputStream;

/** What a session is sent. Confined to one thread. */
final class InProcessOutput extends OutputStream {
    private final InProcessSocket socket;

    InProcessOutput(InProcessSocket socket) {
        this.socket = socket;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        try {
            socket.write(source, offset, length);
        } catch (Error e) {
            throw socket.broken(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
