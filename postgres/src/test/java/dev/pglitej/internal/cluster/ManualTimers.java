package dev.pglitej.internal.cluster;

import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.Timers;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when the test says so, and timers that then run on its thread. Confined to that thread. */
final class ManualTimers implements Clock, Timers {
    private final List<Due> waiting = new ArrayList<>();
    private long now;
    private boolean closed;

    private record Due(long deadlineNanos, Runnable action) {}

    @Override
    public long realtimeNanos() {
        return now;
    }

    @Override
    public long monotonicNanos() {
        return now;
    }

    @Override
    public Timer schedule(long deadlineNanos, Runnable action) {
        if (closed) throw new IllegalStateException("these timers are closed");
        Due due = new Due(deadlineNanos, action);
        waiting.add(due);
        return () -> waiting.remove(due);
    }

    /** Lets time pass, and runs what has come due. */
    void pass(long nanos) {
        now += nanos;
        List<Due> due =
                waiting.stream().filter(each -> each.deadlineNanos() <= now).toList();
        waiting.removeAll(due);
        due.forEach(each -> each.action().run());
    }

    boolean isNoneWaiting() {
        return waiting.isEmpty();
    }

    @Override
    public void close() {
        closed = true;
        waiting.clear();
    }
}
