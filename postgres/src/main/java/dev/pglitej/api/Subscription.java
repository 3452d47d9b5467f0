package dev.pglitej.api;

/** Listens on a channel until it is closed. Thread-safe. */
public interface Subscription extends AutoCloseable {
    /** Stops listening. A notification that is being handed over may still arrive. Closing again does nothing. */
    @Override
    void close();
}
