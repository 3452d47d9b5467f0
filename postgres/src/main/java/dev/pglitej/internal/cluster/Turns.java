package dev.pglitej.internal.cluster;

import dev.pglitej.internal.kernel.HostLog;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.Timers;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Decides which thread runs a process that has none of its own: one at a time. A process that no thread runs and that has something to do
 * is due, and an executor runs it. Thread-safe.
 */
// RATIONALE: "Who runs a process that no client runs?"
final class Turns {
    private static final System.Logger LOG = System.getLogger(Turns.class.getName());
    /** How long a process that is due waits for memory or a thread before it is tried again. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private enum State {
        /** Not begun, or waiting. */
        IDLE,
        /** As idle, but the executor is about to run it. */
        DUE,
        RUNNING,
        ENDED
    }

    private final Object process;
    private final Executor executor;
    private final Runnable run;
    private final Clock clock;
    private final Timers timers;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    /** How often a thread has begun to run the process. Only that thread writes this. */
    private volatile long count;

    /**
     * @param process its name, for messages
     * @param run runs it when it is due; has to {@link #takeDue} first
     */
    Turns(Object process, Executor executor, Runnable run, Clock clock, Timers timers) {
        this.process = process;
        this.executor = executor;
        this.run = run;
        this.clock = clock;
        this.timers = timers;
    }

    /** Lets the calling thread run the process, unless another one does or it has ended. */
    boolean take() {
        return takeIdle() || takeDue();
    }

    /** The same for a process that has just rested, and that no other thread has taken since. */
    boolean takeIdle() {
        return state.compareAndSet(State.IDLE, State.RUNNING);
    }

    /** The same for the executor. */
    boolean takeDue() {
        return state.compareAndSet(State.DUE, State.RUNNING);
    }

    /** The thread that has taken the process begins to run it. Returns the number of the turn. */
    long begin() {
        // Only the thread that has taken the process writes it.
        long number = count + 1;
        count = number;
        return number;
    }

    /** Whether no later turn has begun. */
    boolean isLast(long turn) {
        return count == turn;
    }

    /** The thread that runs the process returns it. */
    void rest() {
        boolean ignored = state.compareAndSet(State.RUNNING, State.IDLE);
    }

    void end() {
        state.set(State.ENDED);
    }

    boolean isRunning() {
        return state.get() == State.RUNNING;
    }

    boolean hasEnded() {
        return state.get() == State.ENDED;
    }

    /** Lets the executor run the process if no thread does. Does not block. */
    void due() {
        try {
            dueOrFail();
        } catch (Error e) {
            // The thread that wakes a process must not fail because of it.
            HostLog.log(
                    LOG,
                    System.Logger.Level.ERROR,
                    "there is no thread for the " + process + "; this is tried again",
                    e);
            tryAgain();
        }
    }

    /** As {@link #due}; an Error of the executor, which has no thread for it, goes to the caller. */
    void dueOrFail() {
        if (state.get() != State.IDLE || !state.compareAndSet(State.IDLE, State.DUE)) return;
        try {
            executor.execute(run);
        } catch (Error e) {
            boolean ignored = state.compareAndSet(State.DUE, State.IDLE);
            throw e;
        }
    }

    /** As {@link #due}, but later. */
    void tryAgain() {
        try {
            dueAt(clock.monotonicNanos() + RETRY_NANOS, this::due);
        } catch (Error e) {
            HostLog.log(LOG, System.Logger.Level.ERROR, "the " + process + " waits for its next wake-up", e);
        }
    }

    /** As {@link #due} after some time, unless another turn has begun until then. */
    void dueUnlessTaken(long turn, long nanos) {
        dueAt(clock.monotonicNanos() + nanos, () -> {
            if (isLast(turn)) due();
        });
    }

    private void dueAt(long deadlineNanos, Runnable action) {
        try {
            Timers.Timer ignored = timers.schedule(deadlineNanos, action);
        } catch (IllegalStateException e) {
            // The database and its timers are closed, so nobody else runs it.
            due();
        }
    }
}
