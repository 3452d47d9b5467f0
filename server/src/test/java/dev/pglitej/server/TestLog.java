package dev.pglitej.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log that keeps what it is told. Thread-safe. */
final class TestLog implements ServerLog {
    final List<String> notes = new CopyOnWriteArrayList<>();
    final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @Override
    public void note(String message) {
        notes.add(message);
    }

    @Override
    public void failure(String message, Throwable cause) {
        notes.add(message);
        failures.add(cause);
    }
}
