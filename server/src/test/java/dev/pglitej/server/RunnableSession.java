package dev.pglitej.server;

import dev.pglitej.spi.Session;
import dev.pglitej.spi.SessionChannel;
import java.util.function.BooleanSupplier;

/** A session that keeps the thread of its first {@link #advance} to its end. */
abstract class RunnableSession implements Session {
    private final SessionChannel channel;

    RunnableSession(SessionChannel channel) {
        this.channel = channel;
    }

    @Override
    public final Progress advance(BooleanSupplier leave) {
        try {
            run();
            return Progress.ENDED;
        } finally {
            channel.stopped(Progress.ENDED);
        }
    }

    @Override
    public final void reconsider() {
        // It keeps its thread.
    }
}
