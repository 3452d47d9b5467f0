package dev.pglitej.internal.jdbc.socket;

import dev.pglitej.spi.Session;
import dev.pglitej.spi.SessionChannel;
import dev.pglitej.spi.SessionRequest;
import dev.pglitej.spi.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;

/** Sessions without a database, whose backend does what a test says each time that a thread runs it. */
record ScriptedSessions(Backend backend) implements Sessions {
    /** What runs in place of PostgreSQL. */
    interface Backend {
        Session.Progress run(SessionChannel channel) throws IOException;
    }

    @Override
    public Session open(SessionRequest request) {
        SessionChannel channel = request.channel();
        return new Session() {
            @Override
            public void run() {
                throw new UnsupportedOperationException("a client in process calls advance");
            }

            @Override
            public Progress advance(BooleanSupplier leave) {
                try {
                    Progress progress = backend.run(channel);
                    if (progress != Progress.BUSY) channel.stopped(progress);
                    return progress;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void reconsider() {}

            @Override
            public void terminate() {}
        };
    }

    @Override
    public boolean cancel(int processId, byte[] secretKey) {
        return false;
    }

    InProcessSocket connect() throws IOException {
        return new InProcessSocket(this, () -> {}, SocketOwner.Hold.NONE);
    }
}
