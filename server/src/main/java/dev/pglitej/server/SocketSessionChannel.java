package dev.pglitej.server;

import dev.pglitej.internal.kernel.time.Deadline;
import dev.pglitej.spi.SessionChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A client on a socket. Confined to its connection's thread, except {@link #wakeup} and {@link #close}.
 *
 * <p>The socket never blocks; waiting is done in a selector of its own, which other threads can end. Bytes go straight
 * between the socket and the session's buffers. Only what was read before the session began, or to see whether the
 * client is still there, waits in {@link #ahead}.
 */
final class SocketSessionChannel implements SessionChannel {
    private static final int LOOK_AHEAD = 8192;

    // The JDK copies heap buffers through a direct one of the same size, which it keeps for the thread.
    private static final int MOST_THROUGH_HEAP = 65_536;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel socket;
    private final Selector selector;
    private final SelectionKey key;
    private ByteBuffer ahead = NOTHING;
    private boolean endSeen;

    private volatile boolean woken;
    private volatile boolean closed;

    private SocketSessionChannel(SocketChannel socket, Selector selector) throws IOException {
        this.socket = socket;
        this.selector = selector;
        socket.configureBlocking(false);
        if (socket.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
        this.key = socket.register(selector, SelectionKey.OP_READ);
    }

    /** Takes the socket over, and closes it if that fails. */
    static SocketSessionChannel of(SocketChannel socket) throws IOException {
        try {
            return new SocketSessionChannel(socket, socket.provider().openSelector());
        } catch (IOException | RuntimeException e) {
            closeAfter(e, socket);
            throw e;
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (ahead.hasRemaining()) return takeAhead(target);
        checkOpen();
        if (endSeen) return -1;
        int count = target.isDirect() ? socket.read(target) : readThroughHeap(target);
        endSeen = count < 0;
        return count;
    }

    @Override
    public boolean awaitReadable(long nanos) throws IOException {
        return ahead.hasRemaining() || endSeen || await(SelectionKey.OP_READ, nanos);
    }

    @Override
    public int offer(ByteBuffer source) throws IOException {
        checkOpen();
        return source.isDirect() ? socket.write(source) : writeThroughHeap(source);
    }

    @Override
    public boolean awaitWritable(long nanos) throws IOException {
        return await(SelectionKey.OP_WRITE, nanos);
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            if (offer(source) == 0) select(SelectionKey.OP_WRITE, Long.MAX_VALUE);
        }
    }

    @Override
    public boolean clientGone() {
        if (closed || endSeen) return true;
        try {
            lookAhead();
        } catch (IOException e) {
            // A reset: the answer is yes, and the next read says so too.
            endSeen = true;
        }
        return endSeen;
    }

    @Override
    public void wakeup() {
        woken = true;
        selector.wakeup();
    }

    @Override
    public void close() {
        closed = true;
        try (socket;
                selector) {
            selector.wakeup();
        } catch (IOException e) {
            throw new UncheckedIOException("could not close the socket of a client", e);
        }
    }

    /** Puts these bytes in front of all that has not been read; for use before anything is ahead. */
    void unread(ByteBuffer bytes) {
        if (ahead.hasRemaining()) throw new IllegalStateException(ahead.remaining() + " bytes are ahead already");
        // With room behind them, or clientGone() could not look past them.
        ahead = ByteBuffer.allocateDirect(bytes.remaining() + LOOK_AHEAD)
                .put(bytes)
                .flip();
    }

    /**
     * Ends what the client receives, and takes what it still sends for so long at most. Closing a socket that has
     * unread bytes would reset the connection, and the client would lose the last message to it.
     */
    void hangUp(long nanos) throws IOException {
        checkOpen();
        socket.shutdownOutput();
        Deadline deadline = Deadline.in(nanos);
        ByteBuffer ignored = ByteBuffer.allocateDirect(LOOK_AHEAD);
        ahead = NOTHING;
        while (read(ignored.clear()) >= 0 && !deadline.isOver()) awaitReadable(deadline.leftNanos());
    }

    private int takeAhead(ByteBuffer target) {
        int count = Math.min(ahead.remaining(), target.remaining());
        target.put(ahead.slice().limit(count));
        ahead.position(ahead.position() + count);
        if (!ahead.hasRemaining()) ahead = NOTHING;
        return count;
    }

    private void lookAhead() throws IOException {
        if (ahead.capacity() == 0) ahead = ByteBuffer.allocateDirect(LOOK_AHEAD).flip();
        ahead.compact();
        try {
            endSeen = ahead.hasRemaining() && socket.read(ahead) < 0;
        } finally {
            ahead.flip();
        }
    }

    private int readThroughHeap(ByteBuffer target) throws IOException {
        int limit = target.limit();
        target.limit(target.position() + Math.min(target.remaining(), MOST_THROUGH_HEAP));
        try {
            return socket.read(target);
        } finally {
            target.limit(limit);
        }
    }

    private int writeThroughHeap(ByteBuffer source) throws IOException {
        int limit = source.limit();
        source.limit(source.position() + Math.min(source.remaining(), MOST_THROUGH_HEAP));
        try {
            return socket.write(source);
        } finally {
            source.limit(limit);
        }
    }

    private boolean await(int operation, long nanos) throws IOException {
        if (woken) {
            woken = false;
            return select(operation, 0);
        }
        if (select(operation, nanos)) return true;
        woken = false;
        return false;
    }

    /** One look at the selector; it may end early. True also when the channel is closed, so that the next transfer says so. */
    private boolean select(int operation, long nanos) throws IOException {
        try {
            if (key.interestOps() != operation) key.interestOps(operation);
            int ready = nanos <= 0
                    ? selector.selectNow(SocketSessionChannel::ignore)
                    : selector.select(SocketSessionChannel::ignore, millis(nanos));
            checkInterrupt();
            return ready > 0 || closed;
        } catch (ClosedSelectorException | CancelledKeyException e) {
            if (closed) return true;
            throw e;
        }
    }

    private static void ignore(SelectionKey ready) {}

    private void checkInterrupt() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            close();
            throw new ClosedByInterruptException();
        }
    }

    private void checkOpen() throws IOException {
        if (closed) throw new ClosedChannelException();
    }

    private static long millis(long nanos) {
        // A selector takes 0 for "no end", and rounding down would make the last millisecond spin.
        long roundedUp = TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1;
        return nanos == Long.MAX_VALUE ? 0 : Math.min(roundedUp, TimeUnit.DAYS.toMillis(1));
    }

    private static void closeAfter(Exception failure, SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
