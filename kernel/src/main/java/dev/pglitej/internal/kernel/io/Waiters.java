package dev.pglitej.internal.kernel.io;

import java.util.concurrent.CopyOnWriteArrayList;

/** The threads that wait for one description. Thread-safe. */
final class Waiters {

    private final CopyOnWriteArrayList<Waiter> waiting = new CopyOnWriteArrayList<>();

    void add(Waiter waiter) {
        waiting.add(waiter);
    }

    void remove(Waiter waiter) {
        waiting.remove(waiter);
    }

    void wakeAll() {
        for (Waiter waiter : waiting) waiter.wake();
    }

    /**
     * Sleeps until {@code description} has one of the events. There is no deadline, as a blocking read has none in POSIX: a caller
     * that wants one polls first. An interrupt of the thread ends the wait.
     */
    void await(Description description, int events) {
        Waiter waiter = new Waiter();
        add(waiter);
        try {
            waiter.prepare();
            while ((description.readiness() & events) == 0) {
                waiter.sleep(Waiter.FOREVER);
                waiter.prepare();
            }
        } finally {
            remove(waiter);
        }
    }
}
