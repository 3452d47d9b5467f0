package dev.pglitej.internal.kernel.process;

import java.util.concurrent.atomic.AtomicLong;

/** Signals that were sent to a process and that it has not yet taken. Thread-safe. */
public final class PendingSignals {

    private static final int MOST = 63;

    private final AtomicLong set = new AtomicLong();

    /** Adds a signal; one that is already pending stays pending once. */
    public void add(int signal) {
        if (signal < 1 || signal > MOST) {
            throw new IllegalArgumentException(
                    "no signal has the number %d; they go from 1 to %d".formatted(signal, MOST));
        }
        long bit = 1L << signal;
        set.getAndUpdate(pending -> pending | bit);
    }

    public boolean isEmpty() {
        return set.get() == 0;
    }

    /** Takes out the signal with the lowest number; 0 if there is none. */
    public int take() {
        long before = set.getAndUpdate(pending -> pending & (pending - 1));
        return before == 0 ? 0 : Long.numberOfTrailingZeros(before);
    }
}
