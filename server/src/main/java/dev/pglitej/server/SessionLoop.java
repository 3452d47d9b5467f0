package dev.pglitej.server;

import dev.pglitej.internal.kernel.time.SystemClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the clients of all sessions of a server, and runs the sessions that have something to do, one after the other. Thread-safe.
 *
 * <p>One thread does all of it, so no thread has to be woken for a session whose client has sent something. If a session blocks, or runs
 * for longer than a time slice, it keeps that thread, and the loop continues on another one.
 */
// RATIONALE: "Why do the sessions of a server share a thread?"
final class SessionLoop implements Executor, AutoCloseable {
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** The turn of the thread that is, or was, the loop's. */
    private static final ThreadLocal<@Nullable Turn> MINE = new ThreadLocal<>();

    private final Selector selector;
    private final Executor threads;
    private final ServerLog log;
    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
    /** The present thread of the loop; null before it starts. */
    private final AtomicReference<@Nullable Turn> present = new AtomicReference<>();

    private final Thread watch;
    private volatile boolean watchSleeps;
    private volatile boolean closed;

    /** A session of the loop. */
    interface Member {
        /** Runs it until it waits. Must not throw. */
        void advance();

        /** The loop has seen that the client's socket is ready, and looks no more until the session waits again. */
        void readyFor(int operations);
    }

    /** One thread's time as the thread of the loop. Only that thread writes it. */
    private static final class Turn {
        /** How often it has begun to run a session. */
        private volatile long runs;

        private volatile boolean isRunning;
        /** When it last looked at the sockets. */
        private long looked = SystemClock.INSTANCE.monotonicNanos();
    }

    /**
     * @param selector which this closes
     * @param threads runs each task on a thread of its own
     */
    SessionLoop(Selector selector, Executor threads, ServerLog log) {
        this.selector = selector;
        this.threads = threads;
        this.log = log;
        this.watch = new Thread(this::watch, "pglitej-slices");
        watch.setDaemon(true);
    }

    void start() {
        watch.start();
        continueElsewhere(null);
    }

    Selector selector() {
        return selector;
    }

    /** Runs something of a session soon. */
    @Override
    public void execute(Runnable work) {
        ready.add(work);
        changed();
    }

    /** The sessions wait for something else than before, or one has something to do. */
    void changed() {
        Turn turn = MINE.get();
        if (turn == null || present.get() != turn) selector.wakeup();
    }

    /** The session that the calling thread runs is going to block. */
    void blocks() {
        Turn turn = MINE.get();
        if (turn != null) continueElsewhere(turn);
    }

    private void continueElsewhere(@Nullable Turn before) {
        Turn next = new Turn();
        if (closed || !present.compareAndSet(before, next)) return;
        try {
            threads.execute(() -> loop(next));
        } catch (Error e) {
            // Without another thread, the loop waits for the session.
            boolean ignored = present.compareAndSet(next, before);
            log.failure("there is no thread for the sessions of other clients", e);
        }
    }

    private void loop(Turn turn) {
        Thread.currentThread().setName("pglitej-sessions");
        MINE.set(turn);
        try {
            while (present.get() == turn && !closed) step(turn);
        } finally {
            MINE.remove();
        }
    }

    private void step(Turn turn) {
        try {
            Runnable next = ready.poll();
            if (next == null) {
                look(turn, selector.select(this::selected));
            } else {
                run(turn, next);
                if (SystemClock.INSTANCE.monotonicNanos() - turn.looked >= SLICE_NANOS) {
                    look(turn, selector.selectNow(this::selected));
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            // For instance, there is no memory at the moment.
            if (!closed) log.failure("could not look for clients that have sent something; this is tried again", e);
            LockSupport.parkNanos(SLICE_NANOS);
        }
    }

    private static void look(Turn turn, int ignored) {
        turn.looked = SystemClock.INSTANCE.monotonicNanos();
    }

    private void run(Turn turn, Runnable work) {
        long number = turn.runs + 1;
        turn.runs = number;
        turn.isRunning = true;
        if (watchSleeps) LockSupport.unpark(watch);
        try {
            work.run();
        } finally {
            turn.isRunning = false;
        }
    }

    private void selected(SelectionKey key) {
        Member member = (Member) key.attachment();
        try {
            member.readyFor(key.readyOps());
            key.interestOps(0);
        } catch (CancelledKeyException e) {
            // The channel has been closed, and its session finds that.
            return;
        }
        ready.add(member::advance);
    }

    /** Notices sessions that run for longer than a time slice. Sleeps while none runs. */
    private void watch() {
        Turn seen = null;
        long runs = 0;
        while (!closed) {
            Turn turn = present.get();
            if (turn == null || !turn.isRunning) {
                sleepUntilOneRuns();
                seen = null;
            } else if (turn == seen && turn.runs == runs) {
                continueElsewhere(turn);
                seen = null;
            } else {
                seen = turn;
                runs = turn.runs;
                LockSupport.parkNanos(this, SLICE_NANOS);
            }
        }
    }

    private void sleepUntilOneRuns() {
        watchSleeps = true;
        Turn turn = present.get();
        if ((turn == null || !turn.isRunning) && !closed) LockSupport.park(this);
        watchSleeps = false;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not close the selector of a server", e);
        }
    }
}
