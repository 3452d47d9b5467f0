package dev.pglitej.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The bytes between a client and its session. The client's side implements it, and the session calls it. Confined to the thread that runs
 * the session, except {@link #wakeup} and {@link #close}.
 *
 * <p>A channel buffers no more than its transport does, so a client that reads slowly slows its session down and costs no memory. After
 * {@link #close}, every wait returns {@code true} and every transfer throws an IOException. An IOException of a transfer means that the
 * client is gone; it ends the session.
 */
public interface SessionChannel extends AutoCloseable {

    /**
     * Reads the bytes that have arrived, as many as the buffer has room for, without waiting. Direct buffers are faster.
     *
     * @return the number of bytes read; 0 if none have arrived, or the buffer is full; -1 if the client has sent its last byte
     */
    int read(ByteBuffer target) throws IOException;

    /**
     * Waits until {@link #read} would not return 0.
     *
     * @param nanos how long to wait at most, in nanoseconds; 0 does not wait, {@link Long#MAX_VALUE} waits without limit
     * @return false if the time was up, or {@link #wakeup} was called, before that
     */
    boolean awaitReadable(long nanos) throws IOException;

    /**
     * Writes as many bytes as the transport has room for, without waiting. Direct buffers are faster.
     *
     * @return the number of bytes written; 0 if there is no room now
     */
    int offer(ByteBuffer source) throws IOException;

    /** Waits until {@link #offer} would not return 0. Parameter and result are as with {@link #awaitReadable}. */
    boolean awaitWritable(long nanos) throws IOException;

    /** Writes all bytes of the buffer, and waits for room as often as necessary. A {@link #wakeup} meanwhile is kept for the next wait. */
    void write(ByteBuffer source) throws IOException;

    /**
     * Returns whether the client has closed its end, without consuming bytes that it has sent. Costs a system call. While more bytes are
     * unread than the channel reads ahead (8 kB), it returns false.
     */
    boolean clientGone();

    /** Ends the present wait; without one, the next wait returns at once. Several calls before that count as one. Thread-safe. */
    void wakeup();

    /**
     * Called when a thread stops running a session by {@link Session#advance}.
     *
     * @param progress the reason; never {@link Session.Progress#BUSY}
     */
    default void stopped(Session.Progress progress) {}

    /**
     * Called by a thread that runs the session by {@link Session#advance} when it is going to wait for something other than the client: a
     * lock, the disk, time. Must not block.
     */
    default void blocks() {}

    /**
     * Runs the session when it is due between two calls of {@link Session#advance}; then its thread is also returned when the session waits
     * for something other than its client. Empty if a thread of the database is to do that, which the session keeps in such waits.
     */
    default Optional<Executor> executor() {
        return Optional.empty();
    }

    /** Closes the connection, and ends a wait of the session's thread. Closing again does nothing. Thread-safe. */
    @Override
    void close();
}
