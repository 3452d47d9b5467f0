package dev.pglitej.internal.kernel.io;

import java.nio.ByteBuffer;

/** A stream of bytes in both directions that the host serves, such as a client's connection. Thread-safe. */
public interface HostStream extends AutoCloseable {

    /** Takes what has arrived and fits, without waiting: a count, 0 when there is nothing now, -1 when there will be no more. */
    int read(ByteBuffer target);

    /** Hands over what there is room for, without waiting: a count, 0 when there is no room now; EPIPE when nobody listens. */
    int write(ByteBuffer source);

    /** The {@link PollEvents} that hold now. */
    int readiness();

    /** Has {@code changed} called, by any thread, whenever {@link #readiness} may have changed. Called once, before all else. */
    void onReadiness(Runnable changed);

    @Override
    void close();
}
