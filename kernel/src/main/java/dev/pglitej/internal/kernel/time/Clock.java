package dev.pglitej.internal.kernel.time;

/** A source of time. Thread-safe. */
public interface Clock {

    /** Nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted. May be set back. */
    long realtimeNanos();

    /** Nanoseconds since some fixed moment. Never goes back. */
    long monotonicNanos();
}
