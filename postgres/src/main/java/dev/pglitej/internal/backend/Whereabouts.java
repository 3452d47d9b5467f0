package dev.pglitej.internal.backend;

import dev.pglitej.internal.kernel.time.SystemClock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a backend does at the moment, for reports. Thread-safe: only the thread that runs it writes; others may read an old value. A backend
 * that waits without a thread is where it waits.
 */
final class Whereabouts {
    enum Place {
        NOWHERE("is run by no thread"),
        QUEUED("waits for the processor"),
        RUNNING("holds the processor"),
        WAITING("waits for an event"),
        LOCKED("waits for an LWLock"),
        BLOCKED("waits for the operating system"),
        READING("waits for its client"),
        WRITING("waits for its client to read");

        private final String text;

        Place(String text) {
            this.text = text;
        }
    }

    private volatile long since = SystemClock.INSTANCE.monotonicNanos();
    private volatile Place place = Place.NOWHERE;
    private volatile @Nullable Thread thread;

    void enter(Place next) {
        since = SystemClock.INSTANCE.monotonicNanos();
        place = next;
    }

    /** The calling thread begins to run the backend. */
    void arrive() {
        thread = Thread.currentThread();
    }

    /** The calling thread is returned. */
    void leave(Place next) {
        thread = null;
        enter(next);
    }

    Place place() {
        return place;
    }

    @Nullable
    Thread thread() {
        return thread;
    }

    /** Whether it has neither run, nor waited for the processor or the operating system, for so long. */
    boolean rests(long nanos) {
        Place now = place;
        return now != Place.RUNNING
                && now != Place.QUEUED
                && now != Place.BLOCKED
                && SystemClock.INSTANCE.monotonicNanos() - since >= nanos;
    }

    @Override
    public String toString() {
        long millis = TimeUnit.NANOSECONDS.toMillis(SystemClock.INSTANCE.monotonicNanos() - since);
        return "%s since %d.%03d s".formatted(place.text, millis / 1_000, millis % 1_000);
    }
}
