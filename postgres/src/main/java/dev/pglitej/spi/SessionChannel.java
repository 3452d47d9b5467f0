package dev.pglitej.spi;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes between a client and its session. Confined to the session's thread, except {@link #wakeup} and
 * {@link #close}.
 *
 * <p>Nothing is buffered beyond what the transport itself holds, so a client that reads slowly slows its session and
 * costs no memory. A channel that {@link #close} has closed answers every wait with {@code true} and every transfer with
 * an exception.
 */
public interface SessionChannel extends AutoCloseable {

    /**
     * Takes what has arrived and fits, without waiting; fastest into a direct buffer.
     *
     * @return how many bytes were taken, 0 when there are none now (or no room for them), -1 when the client has sent its last
     */
    int read(ByteBuffer target) throws IOException;

    /**
     * Waits until {@link #read} would not return 0.
     *
     * @param nanos how long at most; 0 looks without waiting, {@link Long#MAX_VALUE} has no end
     * @return false when the time was up, or {@link #wakeup} was called, first
     */
    boolean awaitReadable(long nanos) throws IOException;

    /**
     * Hands over what the transport has room for, without waiting; fastest from a direct buffer.
     *
     * @return how many bytes were handed over, 0 when there is no room now
     */
    int offer(ByteBuffer source) throws IOException;

    /** Waits until {@link #offer} would not return 0; otherwise as {@link #awaitReadable}. */
    boolean awaitWritable(long nanos) throws IOException;

    /**
     * Hands over all of it, and waits for the client to make room as often as need be. A {@link #wakeup} meanwhile is kept
     * for the next wait.
     */
    void write(ByteBuffer source) throws IOException;

    /**
     * Says whether the client has hung up, without taking from what it has sent. Costs a system call. A client that has
     * sent more than the channel looks ahead (8 kB) is taken to be there.
     */
    boolean clientGone();

    /** Ends the wait that is going on, or else the next one, from any thread. Several count as one. */
    void wakeup();

    /**
     * Called when a thread stops running a session by {@link Session#advance}.
     *
     * @param progress why: never {@link Session.Progress#BUSY}
     */
    default void stopped(Session.Progress progress) {}

    /** Cuts the connection, from any thread; whatever the session's thread is waiting for ends. Idempotent. */
    @Override
    void close();
}
