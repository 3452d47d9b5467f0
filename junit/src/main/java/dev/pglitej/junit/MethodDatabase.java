package dev.pglitej.junit;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The database of one run of a test method. Thread-safe. */
@SuppressWarnings("deprecation") // JUnit before 5.13 closes nothing else.
final class MethodDatabase implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    private final String test;
    private final Lease lease;
    private final Runnable giveBack;
    private final AtomicBoolean saving = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    /** @param giveBack run when the test is over: closes the database, or lets the next test have it */
    MethodDatabase(String test, OpenDatabase database, Runnable giveBack) {
        this.test = test;
        this.lease = new Lease(database);
        this.giveBack = giveBack;
    }

    String test() {
        return test;
    }

    /** Whether nobody has begun to save it yet. */
    boolean beginSaving() {
        return saving.compareAndSet(false, true);
    }

    Lease lease() {
        return lease;
    }

    /** Says what the test has not closed. Ending again does nothing. */
    List<String> end() {
        if (!ended.compareAndSet(false, true)) return List.of();
        try {
            return lease.end(test);
        } finally {
            giveBack.run();
        }
    }

    @Override
    public void close() {
        List<String> unreported = end();
        assert unreported != null : "they have been logged";
    }
}
