package dev.pglitej.backend;

import java.util.concurrent.atomic.AtomicLong;

/** Signals that were sent to a process and have not been delivered. Thread-safe; the lowest number is delivered first. */
final class PendingSignals {
    private final AtomicLong set = new AtomicLong();

    void add(Signal signal) {
        set.accumulateAndGet(1L << signal.number(), (have, more) -> have | more);
    }

    boolean isEmpty() {
        return set.get() == 0;
    }

    /** Takes the number of one signal out of the set, or 0 when it is empty. */
    int poll() {
        long have = set.get();
        if (have == 0) return 0;
        long lowest = Long.lowestOneBit(have);
        set.accumulateAndGet(~lowest, (all, rest) -> all & rest);
        return Long.numberOfTrailingZeros(lowest);
    }
}
