package dev.pglitej.internal.jdbc.socket;

import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.internal.kernel.time.TimerThread;
import dev.pglitej.internal.kernel.time.Timers;
import dev.pglitej.spi.Session.Progress;
import dev.pglitej.spi.Sessions;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connected socket whose other end is a session in this process. A thread that reads where nothing has come runs the session
 * itself, until that has sent something and waits, or has computed for a slice since. As with any socket, one thread may read, one write,
 * and any close.
 */
@SuppressWarnings(
        "UnsynchronizedOverridesSynchronized") // What they touch is volatile; a lock would let a reader hold up
// close().
final class InProcessSocket extends UnconnectedSocket {
    /** How much a client may send before its thread runs the session, so that what it sends does not pile up. */
    private static final int SEND_AHEAD = 128 * 1024;
    /** How long closing waits for the session to end, which takes far less, before it leaves that to the database. */
    private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** How long a client may go on writing to a session that has ended: more than the longest statement takes, and then it reads. */
    private static final long VAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Timers TIMERS = TimerThread.common();
    private static final Slices SLICES = new Slices(TIMERS);

    private final InProcessChannel channel;
    private final SessionDriver session;
    private final Runnable onClose;
    private final SocketOwner.Hold hold;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile int timeoutMillis;
    /** Whether the client's thread runs the session, or is about to, and would rather read. */
    private volatile boolean isReading;

    private int sendLimit = SEND_AHEAD;
    /** Whether the client has given up waiting for what the session does, and must not wait for it again. */
    private volatile boolean hasTimedOut;

    /** When something was first written after the session's end; 0 for never. */
    private long vainSince;

    /**
     * @param onClose run first when the client closes
     * @param hold told when the session has ended, and when the client has closed
     */
    InProcessSocket(Sessions sessions, Runnable onClose, SocketOwner.Hold hold) throws SocketException {
        Slices.Slice slice = SLICES.of(this::hasUnread, this::reconsider);
        this.channel = new InProcessChannel(slice::begin, hold::sessionEnded);
        this.session = new SessionDriver(sessions, channel);
        this.onClose = onClose;
        this.hold = hold;
    }

    int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) return 0;
        checkOpen();
        int count = channel.receive(target, offset, length);
        return count > 0 ? count : readAfterRunning(target, offset, length);
    }

    private int readAfterRunning(byte[] target, int offset, int length) throws IOException {
        int timeout = timeoutMillis;
        long deadline = timeout == 0
                ? Long.MAX_VALUE
                : SystemClock.INSTANCE.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(timeout);
        while (true) {
            long stops = channel.stops();
            Progress progress = runUntilReadable(deadline);
            // Asked before looking at what it has sent, since another thread may have run its last words and its end
            // meanwhile.
            boolean isOver = progress == Progress.ENDED || channel.hasEnded();
            int count = channel.receive(target, offset, length);
            if (count > 0) return count;
            checkOpen();
            if (isOver) return -1;
            // A session that another thread runs may stop without having sent anything, and is then to be run here.
            long seen = progress == Progress.BUSY ? stops : Long.MAX_VALUE;
            if (!channel.awaitReceivable(seen, deadline)) {
                hasTimedOut = true;
                throw new SocketTimeoutException("the database has not answered in " + timeout + " ms");
            }
        }
    }

    private Progress runUntilReadable(long deadline) throws IOException {
        isReading = true;
        try {
            if (deadline == Long.MAX_VALUE) return session.advance(this::isDone);
            Timers.Timer timer = TIMERS.schedule(deadline, this::reconsider);
            try {
                return session.advance(() -> isDone() || SystemClock.INSTANCE.monotonicNanos() - deadline >= 0);
            } finally {
                timer.cancel();
            }
        } finally {
            isReading = false;
        }
    }

    private boolean isDone() {
        return channel.isClosed() || channel.receivable() > 0;
    }

    private boolean hasUnread() {
        return isReading && channel.receivable() > 0;
    }

    private void reconsider() {
        session.reconsider();
    }

    void write(byte[] source, int offset, int length) throws IOException {
        checkOpen();
        if (channel.hasEnded()) {
            writeInVain();
            return;
        }
        if (channel.send(source, offset, length) > sendLimit) runUntilTaken();
    }

    /** Has the session read. Where another thread runs it, this one waits for that as for any server that is slower than its client. */
    private void runUntilTaken() throws IOException {
        Progress progress;
        do {
            long stops = channel.stops();
            progress = session.advance(channel::isClosed);
            if (progress == Progress.BUSY) channel.awaitTaken(SEND_AHEAD, stops);
        } while (progress == Progress.BUSY
                && channel.sentSize() >= SEND_AHEAD
                && !channel.isClosed()
                && !channel.hasEnded());
        // Whatever the session has not read, since its client does not read, is kept until it does.
        sendLimit = channel.sentSize() + SEND_AHEAD;
    }

    /**
     * A session says why it ends before it does. Who learns by a failed write that it has ended does not read that any more, so
     * what is written first goes nowhere, as into the buffers of a network. Who never reads learns it all the same.
     */
    private void writeInVain() throws SocketException {
        long now = SystemClock.INSTANCE.monotonicNanos();
        if (vainSince == 0) vainSince = now;
        if (now - vainSince > VAIN_NANOS) throw new SocketException("the session has ended");
    }

    /**
     * What can be read at once; the session is run first if it has something to do, such as to tell of a notification, but not while
     * it waits for anything.
     */
    int available() throws IOException {
        checkOpen();
        int count = channel.receivable();
        if (count > 0) return count;
        Progress ignored = session.advance(() -> true);
        return channel.receivable();
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        checkOpen();
        if (millis < 0) throw new IllegalArgumentException("the timeout is " + millis + " ms, but cannot be negative");
        timeoutMillis = millis;
    }

    @Override
    public int getSoTimeout() throws SocketException {
        checkOpen();
        return timeoutMillis;
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    /**
     * Ends the session: on this thread, if it waits for its client; otherwise on one of the database's, as soon as it has done what
     * it is doing. A thread that reads meanwhile gets an exception. Where this closes the database, it returns when that is done.
     */
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) return;
        long deadline = SystemClock.INSTANCE.monotonicNanos() + GOODBYE_NANOS;
        try {
            onClose.run();
            channel.close();
            session.reconsider();
            boolean waits = channel.waitsForClient();
            Progress ignored = session.advance(() -> !waits || SystemClock.INSTANCE.monotonicNanos() - deadline >= 0);
        } catch (Error e) {
            throw broken(e);
        } finally {
            hold.socketClosed(hasTimedOut ? 0 : deadline - SystemClock.INSTANCE.monotonicNanos());
        }
    }

    /**
     * Ends the session, and no other, since an Error has interrupted a transfer: the heap is exhausted, say. The driver does not know how
     * far it got; if it learnt that in another way than from a lost connection, it would take what comes next for something else.
     */
    IOException broken(Error cause) {
        channel.close();
        return new IOException("the session has ended, since its host failed: " + cause, cause);
    }

    @Override
    public InProcessInput getInputStream() throws IOException {
        checkOpen();
        return new InProcessInput(this);
    }

    @Override
    public InProcessOutput getOutputStream() throws IOException {
        checkOpen();
        return new InProcessOutput(this);
    }
}
