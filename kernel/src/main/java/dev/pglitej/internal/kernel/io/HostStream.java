package dev.pglitej.internal.kernel.io;

import java.nio.ByteBuffer;

/** A stream of bytes in both directions that the host serves, such as a client's connection. Thread-safe. */
public interface HostStream extends AutoCloseable {

    /**
     * Reads the bytes that have arrived, as many as fit, without waiting; returns their number, 0 if there are none now, -1 after the last.
     */
    int read(ByteBuffer target);

    /**
     * Writes as many bytes as there is room for, without waiting; returns their number, 0 if there is no room now; EPIPE if the other end
     * is closed.
     */
    int write(ByteBuffer source);

    /** The {@link PollEvents} that hold now. */
    int readiness();

    /**
     * Registers {@code changed}, which any thread calls when {@link #readiness} may have changed. Called once, before all other methods.
     */
    void onReadiness(Runnable changed);

    @Override
    void close();
}
