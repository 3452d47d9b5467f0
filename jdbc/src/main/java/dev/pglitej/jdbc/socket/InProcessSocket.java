package dev.pglitej.jdbc.socket;

import dev.pglitej.PGlite;
import dev.pglitej.kernel.time.SystemClock;
import dev.pglitej.kernel.time.ThreadTimers;
import dev.pglitej.kernel.time.Timers;
import dev.pglitej.session.ThreadlessSession.Progress;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connected socket whose other end is a session in this process. A thread that reads where nothing has come runs the session
 * itself. As with any socket, one thread may read, one write, and any close.
 */
@SuppressWarnings(
        "UnsynchronizedOverridesSynchronized") // What they touch is volatile; a lock would let a reader hold up
// close().
final class InProcessSocket extends UnconnectedSocket {
    /** How much a client may send before its thread runs the session, so that what it sends does not pile up. */
    private static final int SEND_AHEAD = 128 * 1024;
    /** How long closing waits for the session to end, which takes far less, before it leaves that to the database. */
    private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Timers TIMERS = new ThreadTimers(SystemClock.INSTANCE, "pglitej network timeouts");

    private final InProcessChannel channel;
    private final SessionDriver session;
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile int timeoutMillis;
    /** Whether all that the client has sent was answered, when its thread last ran the session. */
    private volatile boolean isQuiet = true;

    private int sendLimit = SEND_AHEAD;
    /** How much was written after the session's end, with nothing left to read. */
    private long sentInVain;

    /**
     * @param onClose run first when the client closes
     * @param onEnd run once when the session has ended
     */
    InProcessSocket(PGlite database, Runnable onClose, Runnable onEnd) throws SocketException {
        this.channel = new InProcessChannel(onEnd);
        this.session = new SessionDriver(database, channel);
        this.onClose = onClose;
    }

    int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) return 0;
        checkOpen();
        int count = channel.receive(target, offset, length);
        return count > 0 ? count : readAfterRunning(target, offset, length);
    }

    private int readAfterRunning(byte[] target, int offset, int length) throws IOException {
        int timeout = timeoutMillis;
        long deadline = timeout == 0 ? Long.MAX_VALUE : System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout);
        while (true) {
            long stops = channel.stops();
            Progress progress = run(deadline);
            // Asked before looking at what it has sent, since another thread may have run its last words and its end meanwhile.
            boolean isOver = progress == Progress.ENDED || channel.hasEnded();
            int count = channel.receive(target, offset, length);
            if (count > 0) return count;
            checkOpen();
            if (isOver) return -1;
            // A session that another thread runs may stop without having sent anything, and is then to be run here.
            long seen = progress == Progress.BUSY ? stops : Long.MAX_VALUE;
            if (!channel.awaitReceivable(seen, deadline)) {
                throw new SocketTimeoutException("the database has not answered in " + timeout + " ms");
            }
        }
    }

    private Progress run(long deadline) throws IOException {
        isQuiet = false;
        Progress progress;
        if (deadline == Long.MAX_VALUE) {
            progress = session.advance(channel::isClosed);
        } else {
            Timers.Timer timer = TIMERS.schedule(deadline, session::reconsider);
            try {
                progress = session.advance(() -> channel.isClosed() || System.nanoTime() - deadline >= 0);
            } finally {
                timer.cancel();
            }
        }
        isQuiet = progress == Progress.WAITING;
        return progress;
    }

    void write(byte[] source, int offset, int length) throws IOException {
        checkOpen();
        if (channel.hasEnded()) {
            writeInVain(length);
            return;
        }
        if (channel.send(source, offset, length) <= sendLimit) return;
        run(Long.MAX_VALUE);
        // Whatever the session has not read, since its client does not read, is kept until it does.
        sendLimit = channel.sentSize() + SEND_AHEAD;
    }

    /**
     * A session says why it ends before it does. Who learns by a failed write that it has ended does not read that any more, so
     * what it writes goes nowhere as long as there is something to read, and for a while after that: it may have been read, and
     * not been looked at.
     */
    private void writeInVain(int length) throws SocketException {
        if (channel.receivable() > 0) return;
        if (sentInVain > SEND_AHEAD) throw new SocketException("the session has ended");
        sentInVain += length;
    }

    /** What can be read at once; the session is run first if it has something to do, such as to tell of a notification. */
    int available() throws IOException {
        checkOpen();
        int count = channel.receivable();
        if (count > 0) return count;
        run(Long.MAX_VALUE);
        return channel.receivable();
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        checkOpen();
        if (millis < 0) throw new IllegalArgumentException("the timeout is " + millis + " ms, but cannot be negative");
        timeoutMillis = millis;
    }

    @Override
    public int getSoTimeout() {
        return timeoutMillis;
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    /**
     * Ends the session: on this thread, if it waits for its client; otherwise on one of the database's, as soon as it has done what
     * it is doing. A thread that reads meanwhile gets an exception.
     */
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) return;
        onClose.run();
        channel.close();
        session.reconsider();
        long deadline = System.nanoTime() + GOODBYE_NANOS;
        boolean waits = isQuiet;
        Progress ignored = session.advance(() -> !waits || System.nanoTime() - deadline >= 0);
    }

    private void checkOpen() throws SocketException {
        if (closed.get()) throw new SocketException("the connection is closed");
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
