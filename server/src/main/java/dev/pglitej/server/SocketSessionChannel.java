package dev.pglitej.server;

import dev.pglitej.internal.kernel.time.Deadline;
import dev.pglitej.spi.Session;
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
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client on a socket. Confined to the thread that serves the client, except {@link #wakeup}, {@link #readyFor} and {@link #close}.
 *
 * <p>The socket never blocks. Before and after the session, and where a session cannot return its thread, waiting is done in a selector of
 * the channel's own, which other threads can end; otherwise a {@link SessionLoop} waits for the client. Bytes go straight between the
 * socket and the session's buffers. Only what was read before the session began, or to see whether the client is still there, waits in
 * {@link #ahead}.
 */
final class SocketSessionChannel implements SessionChannel {
    private static final int LOOK_AHEAD = 8192;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel socket;
    private final SocketOutput output;
    /** For a thread that waits for this client alone. */
    private volatile @Nullable Selector own;
    /** In the loop's selector, once the session is in a loop. */
    private volatile @Nullable SelectionKey inLoop;

    private volatile @Nullable SessionLoop loop;
    private volatile @Nullable Executor executor;
    private volatile @Nullable Consumer<Session.Progress> stopped;
    /** What the session waits for. */
    private int wanted = SelectionKey.OP_READ;
    /** What the loop has seen the socket ready for since the session last asked. */
    private final AtomicInteger ready = new AtomicInteger();
    /** Whether the last read has taken all that had arrived. */
    private boolean isDrained;

    private ByteBuffer ahead = NOTHING;
    private boolean endSeen;

    private volatile boolean woken;
    private volatile boolean closed;

    private SocketSessionChannel(SocketChannel socket) throws IOException {
        this.socket = socket;
        this.output = new SocketOutput(socket);
        socket.configureBlocking(false);
        if (socket.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
    }

    /** Takes the socket over, and closes it if that fails. */
    static SocketSessionChannel of(SocketChannel socket) throws IOException {
        try {
            return new SocketSessionChannel(socket);
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
        if (isDrained && inLoop != null) return 0;
        int wantedBytes = target.remaining();
        int count = target.isDirect() ? socket.read(target) : readThroughHeap(target);
        endSeen = count < 0;
        isDrained = count >= 0 && count < Math.min(wantedBytes, SocketOutput.MOST_THROUGH_HEAP);
        return count;
    }

    @Override
    public boolean awaitReadable(long nanos) throws IOException {
        return ahead.hasRemaining() || endSeen || await(SelectionKey.OP_READ, nanos);
    }

    @Override
    public int offer(ByteBuffer source) throws IOException {
        checkOpen();
        SessionLoop present = loop;
        int count = source.remaining();
        return present != null && present.delays(this, source) ? count : output.offer(source);
    }

    /** Whether all that was sent before has been written. */
    boolean isClear() {
        return output.isClear();
    }

    /** Writes output that has waited for a moment. The session has gone on, and its next transfer finds what fails here. */
    void writeDelayed(ByteBuffer source) {
        try {
            output.put(source);
            SelectionKey key = inLoop;
            SessionLoop present = loop;
            if (output.isClear() || key == null || present == null) return;
            int ignored = key.interestOpsOr(SelectionKey.OP_WRITE);
            present.changed();
        } catch (IOException | CancelledKeyException e) {
            // The client or the channel is gone.
        }
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
        Selector selector = own;
        if (selector != null) selector.wakeup();
    }

    /**
     * From now on, a loop waits for this client.
     *
     * @param member gets the loop's turns
     */
    void enter(SessionLoop loop, SessionLoop.Member member, Consumer<Session.Progress> stopped) throws IOException {
        Selector selector = own;
        own = null;
        if (selector != null) selector.close();
        this.stopped = stopped;
        this.loop = loop;
        this.executor = task -> loop.execute(member, task);
        this.inLoop = loop.register(socket, member);
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.ofNullable(executor);
    }

    @Override
    public void blocks() {
        SessionLoop present = loop;
        if (present != null) present.blocks();
    }

    @Override
    public void stopped(Session.Progress progress) {
        SelectionKey key = inLoop;
        Consumer<Session.Progress> told = stopped;
        if (key == null || told == null) return;
        if (progress == Session.Progress.WAITING) awaitInLoop(key);
        told.accept(progress);
    }

    private void awaitInLoop(SelectionKey key) {
        try {
            boolean isSent = output.send();
            key.interestOps(isSent ? wanted : wanted | SelectionKey.OP_WRITE);
        } catch (IOException e) {
            // The client is gone, which the socket says to a reader too.
            key.interestOps(wanted);
        } catch (CancelledKeyException e) {
            // Who has closed the channel lets the session run again.
            return;
        }
        SessionLoop present = loop;
        if (present != null) present.changed();
    }

    @Override
    public void close() {
        closed = true;
        Selector selector = own;
        try (socket;
                selector) {
            if (selector != null) selector.wakeup();
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
        Deadline deadline = Deadline.in(nanos);
        while (!output.send() && !deadline.isOver()) awaitWritable(deadline.leftNanos());
        socket.shutdownOutput();
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
        target.limit(target.position() + Math.min(target.remaining(), SocketOutput.MOST_THROUGH_HEAP));
        try {
            return socket.read(target);
        } finally {
            target.limit(limit);
        }
    }

    private boolean takeReady(int operation) {
        boolean is = (ready.getAndUpdate(operations -> operations & ~operation) & operation) != 0;
        if (operation == SelectionKey.OP_READ) isDrained &= !is;
        return is;
    }

    /** The loop has seen that the socket is ready, and looks no more until the session waits again. */
    void readyFor(int operations) {
        int ignored = ready.accumulateAndGet(operations, (a, b) -> a | b);
    }

    private boolean await(int operation, long nanos) throws IOException {
        wanted = operation;
        // The session has just found nothing, and the loop will see what comes.
        if (inLoop != null && nanos <= 0) return closed || takeReady(operation);
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
            Selector selector = selector(operation);
            if (closed) return true;
            int ready = nanos <= 0
                    ? selector.selectNow(SocketSessionChannel::ignore)
                    : selector.select(SocketSessionChannel::ignore, millis(nanos));
            checkInterrupt();
            if (operation == SelectionKey.OP_READ) isDrained = false;
            return ready > 0 || closed;
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (ClosedSelectorException | CancelledKeyException | ClosedChannelException e) {
            if (closed) return true;
            throw e;
        }
    }

    private Selector selector(int operation) throws IOException {
        Selector selector = own;
        if (selector == null) {
            selector = socket.provider().openSelector();
            own = selector;
            SelectionKey ignored = socket.register(selector, operation);
        } else {
            SelectionKey key = socket.keyFor(selector);
            if (key.interestOps() != operation) key.interestOps(operation);
        }
        return selector;
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
