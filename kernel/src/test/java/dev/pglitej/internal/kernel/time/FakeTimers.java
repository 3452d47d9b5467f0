package dev.pglitej.internal.kernel.time;

import dev.pglitej.internal.kernel.time.DeadlineQueue.Entry;

/** Timers that run what is due when the test says so, on its thread. Confined to that thread. */
public final class FakeTimers implements Timers {

    private final FakeClock clock;
    private final DeadlineQueue queue = new DeadlineQueue();

    public FakeTimers(FakeClock clock) {
        this.clock = clock;
    }

    @Override
    public Timer schedule(long deadlineNanos, Runnable action) {
        Entry entry = queue.add(deadlineNanos, this, action);
        return () -> queue.remove(entry);
    }

    /** Advances the clock and runs what has come due, in order. */
    public void advance(long nanos) {
        clock.advance(nanos);
        for (Entry due = queue.takeDue(clock.monotonicNanos());
                due != null;
                due = queue.takeDue(clock.monotonicNanos())) {
            due.action().run();
        }
    }

    @Override
    public void close() {
        queue.removeAll(this);
    }
}
