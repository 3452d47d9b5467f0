package dev.pglitej.internal.kernel.time;

/**
 * Runs actions at their deadlines. Thread-safe.
 *
 * <p>Actions run on the timers' own thread, one after the other. So they only set a flag or wake a waiter, and return.
 */
public interface Timers extends AutoCloseable {

    /** Runs {@code action} once, as soon as the clock's {@link Clock#monotonicNanos()} is at or past {@code deadlineNanos}. */
    Timer schedule(long deadlineNanos, Runnable action);

    /** Drops what is not yet due, and refuses new timers. */
    @Override
    void close();

    /** One scheduled action. */
    interface Timer {

        /** Keeps the action from running; says whether it did, that is, whether the action neither ran nor runs nor was cancelled. */
        boolean cancel();
    }

    /** Timers that accept every action and run none, for kernels without a thread of their own. */
    static Timers disabled() {
        return DisabledTimers.INSTANCE;
    }
}
