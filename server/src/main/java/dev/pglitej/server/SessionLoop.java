package dev.pglitej.server;

import dev.pglitej.internal.kernel.time.SystemClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the clients of all sessions of a server, and runs the sessions that have something to do, one after the other. Thread-safe.
 *
 * <p>One thread does all of it, so no thread has to be woken for a session whose client has sent something. If a session blocks, or runs
 * for longer than a time slice, it keeps that thread, and the loop continues on another one.
 */
// RATIONALE: "Why do the sessions of a server share a thread?"
final class SessionLoop implements AutoCloseable {
    /** How long a session runs before it is asked to return its thread. If it does not after as long again, it keeps the thread. */
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** A session whose last run took longer computes, and other sessions come first for a while. */
    private static final long SHORT_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private static final long OTHERS_NANOS = 2 * SLICE_NANOS;
    /** A thread that is woken for each message costs more than one that looks for some time. */
    private static final int LOOKS_BEFORE_SLEEP = 20;

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The turn of the thread that is, or was, the loop's. */
    private static final ThreadLocal<@Nullable Turn> MINE = new ThreadLocal<>();

    private final Selector selector;
    private final Executor threads;
    private final ServerLog log;
    private final Queue<Work> ready = new ConcurrentLinkedQueue<>();
    /** What is ready of sessions whose last run was long. */
    private final Queue<Work> computing = new ConcurrentLinkedQueue<>();

    /** How many sessions run on threads that have lost their turn. */
    private final AtomicInteger away = new AtomicInteger();

    private final DelayedOutputs outputs = new DelayedOutputs();
    private final Consumer<SelectionKey> selected = this::selected;
    private final Turn first = new Turn();
    /** The present turn. The thread that has ended the one before writes it. */
    private volatile Turn present = first;

    private final Thread watch;
    private volatile boolean watchSleeps;
    private volatile boolean closed;

    /** A session of the loop. */
    abstract static class Member {
        private final Work advance = new Work(this, this::advance);
        /** Whether its last run took long. */
        private volatile boolean isLong;

        /** Runs it until it waits. Must not throw. */
        abstract void advance();

        /** Asks the session to return its thread, if it runs. Must not block. */
        abstract void giveWay();

        /** The loop has seen that the client's socket is ready, and looks no more until the session waits again. */
        abstract void readyFor(int operations);
    }

    private record Work(Member member, Runnable run) {}

    /** One thread's time as the thread of the loop. It can lose its turn only while it runs a session. Thread-safe. */
    static final class Turn {
        private enum State {
            LOOKING,
            RUNNING,
            /** Another thread continues the loop, and this one still runs its session. */
            LOST,
            OVER
        }

        private final AtomicReference<State> state = new AtomicReference<>(State.LOOKING);
        /** How often it has begun to run a session. Only its thread writes this. */
        private volatile long runs;
        /** The session that it runs, or has run. */
        private volatile @Nullable Member member;
        /** When it last looked at the sockets. Confined to its thread. */
        private long looked = SystemClock.INSTANCE.monotonicNanos();
        /** When it last ended to look, or to run a session. Only its thread writes this. */
        private volatile long since = looked;
        /** When it last ended to run a session that computes. Confined to its thread. */
        private long computed = looked;

        void begin(Member next) {
            member = next;
            long number = runs + 1;
            runs = number;
            state.set(State.RUNNING);
        }

        /** Returns whether it is still its turn. */
        boolean end() {
            if (state.compareAndSet(State.RUNNING, State.LOOKING)) return true;
            state.set(State.OVER);
            return false;
        }

        /** Lets another thread continue; returns false if this one runs no session, or has lost its turn already. */
        boolean lose() {
            return state.compareAndSet(State.RUNNING, State.LOST);
        }

        /** Undoes {@link #lose}, unless the session has ended meanwhile. */
        boolean regain() {
            return state.compareAndSet(State.LOST, State.RUNNING);
        }

        boolean isRunning() {
            return state.get() == State.RUNNING;
        }

        boolean isOver() {
            return state.get() == State.OVER;
        }
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
        threads.execute(() -> loop(first));
        watch.start();
    }

    /** The loop waits for a client's socket, as soon as the key has operations. */
    SelectionKey register(SocketChannel socket, Member member) throws ClosedChannelException {
        return socket.register(selector, 0, member);
    }

    /** Runs something of a session soon. */
    void execute(Member member, Runnable run) {
        add(new Work(member, run));
        changed();
    }

    /** The sessions wait for something else than before, or one has something to do. */
    void changed() {
        Turn turn = MINE.get();
        if (turn == null || present != turn) selector.wakeup();
    }

    /** The session that the calling thread runs is going to block. */
    void blocks() {
        Turn turn = MINE.get();
        if (turn == null) return;
        continueElsewhere(turn);
        outputs.flush();
    }

    /**
     * Takes the bytes of the buffer, and writes them soon, if other sessions have to run now. Otherwise writes only what it has kept
     * before, and returns false.
     */
    boolean delays(SocketSessionChannel channel, ByteBuffer output) {
        Turn turn = MINE.get();
        // Otherwise the next session may have to wait for the processor, which others take meanwhile.
        boolean isAlone = away.get() == 0;
        boolean mayWait = isAlone && turn != null && turn == present && !ready.isEmpty() && channel.isClear();
        boolean isKept = mayWait && outputs.add(channel, output);
        // The thread that continues the loop may have looked for outputs before this one was added.
        if (!isKept || turn != present) outputs.flush();
        return isKept;
    }

    /** Writes all output that it has kept. */
    void flush() {
        outputs.flush();
    }

    private void continueElsewhere(Turn turn) {
        if (!turn.lose()) return;
        int ignored = away.incrementAndGet();
        try {
            startNext();
        } catch (Error e) {
            log.failure("there is no thread for the sessions of other clients, which wait for one now", e);
            // If the session has ended, the thread that watches tries again.
            if (turn.regain()) away.decrementAndGet();
        }
    }

    private void startNext() {
        Turn before = present;
        Turn next = new Turn();
        present = next;
        try {
            threads.execute(() -> loop(next));
        } catch (RejectedExecutionException e) {
            // The server is closed.
            return;
        } catch (Error e) {
            present = before;
            throw e;
        }
    }

    private void loop(Turn turn) {
        Thread.currentThread().setName("pglitej-sessions");
        MINE.set(turn);
        outputs.flush();
        try {
            while (!turn.isOver() && !closed) step(turn);
        } finally {
            MINE.remove();
        }
    }

    private void step(Turn turn) {
        try {
            Work next = next(turn);
            if (next == null) {
                outputs.flush();
                look(turn, computing.isEmpty() ? selector.select(selected) : selector.selectNow(selected));
                next = ready.isEmpty() ? computing.poll() : null;
            }
            boolean goesOn = next != null && run(turn, next);
            if (goesOn && turn.since - turn.looked >= SLICE_NANOS) look(turn, selector.selectNow(selected));
        } catch (IOException | RuntimeException | Error e) {
            // For instance, there is no memory at the moment.
            if (!closed) log.failure("could not look for clients that have sent something; this is tried again", e);
            LockSupport.parkNanos(SLICE_NANOS);
        }
    }

    /** A session that computes has its turn when no other one is ready, or they have run for a while. */
    private @Nullable Work next(Turn turn) {
        Work late = turn.since - turn.computed >= OTHERS_NANOS ? computing.poll() : null;
        return late == null ? ready.poll() : late;
    }

    private static void look(Turn turn, int ignored) {
        long now = SystemClock.INSTANCE.monotonicNanos();
        turn.since = now;
        turn.looked = now;
    }

    /** Returns whether it is still the thread's turn. */
    private boolean run(Turn turn, Work work) {
        Member member = work.member();
        if (member.isLong) outputs.flush();
        long begin = turn.since;
        turn.begin(member);
        if (watchSleeps) LockSupport.unpark(watch);
        try {
            work.run().run();
        } catch (Throwable e) {
            log.failure("a session could not be run", e);
        }
        long end = SystemClock.INSTANCE.monotonicNanos();
        turn.since = end;
        if (member.isLong) turn.computed = end;
        member.isLong = end - begin > SHORT_NANOS;
        if (outputs.isFull()) outputs.flush();
        boolean goesOn = turn.end();
        if (!goesOn) away.decrementAndGet();
        return goesOn;
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
        add(member.advance);
    }

    private void add(Work work) {
        Queue<Work> queue = work.member().isLong ? computing : ready;
        queue.add(work);
    }

    /**
     * Notices sessions that run for longer than a time slice. Asks them to return the thread, and lets the loop continue on another one if
     * they do not. Sleeps while none runs.
     */
    private void watch() {
        Turn seen = null;
        long runs = 0;
        int looks = 0;
        boolean isAsked = false;
        while (!closed) {
            Turn turn = present;
            boolean isSame = turn == seen && turn.runs == runs;
            seen = turn;
            runs = turn.runs;
            looks = isSame ? looks + 1 : 0;
            isAsked &= isSame;
            long age = SystemClock.INSTANCE.monotonicNanos() - turn.since;
            if (turn.isOver()) {
                startAgain();
            } else if (!turn.isRunning() && looks > LOOKS_BEFORE_SLEEP) {
                sleepUntilOneRuns(turn);
            } else if (turn.isRunning() && age >= SLICE_NANOS) {
                askOrContinue(turn, isAsked);
                isAsked = true;
                LockSupport.parkNanos(this, SLICE_NANOS);
            } else {
                LockSupport.parkNanos(this, turn.isRunning() ? SLICE_NANOS - age : SLICE_NANOS);
            }
        }
    }

    private void askOrContinue(Turn turn, boolean isAsked) {
        outputs.flush();
        Member member = turn.member;
        if (isAsked) {
            continueElsewhere(turn);
        } else if (member != null) {
            member.giveWay();
        }
    }

    /** The last thread has left the loop when there was none for the next turn. */
    private void startAgain() {
        try {
            startNext();
        } catch (Error e) {
            LockSupport.parkNanos(this, RETRY_NANOS);
        }
    }

    private void sleepUntilOneRuns(Turn turn) {
        watchSleeps = true;
        if (!turn.isRunning() && turn == present && !closed) LockSupport.park(this);
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
