package dev.pglitej.internal.kernel.time;

/** Timers that never fire. Thread-safe. */
enum DisabledTimers implements Timers {
    INSTANCE;

    private static final Timer NEVER = () -> false;

    @Override
    public Timer schedule(long deadlineNanos, Runnable action) {
        return NEVER;
    }

    @Override
    public void close() {}
}
