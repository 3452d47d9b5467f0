package dev.pglitej.junit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.PGlite;
import dev.pglitej.jdbc.PublishedDatabase;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database that tests use, with a URL as soon as somebody wants one. Thread-safe. */
@SuppressWarnings("deprecation") // JUnit before 5.13 closes nothing else.
final class OpenDatabase implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final PGlite database;
    /** The test that has it for itself, or nothing. */
    private final AtomicReference<String> user = new AtomicReference<>("");

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable PublishedDatabase published;

    OpenDatabase(PGlite database) {
        this.database = database;
    }

    PGlite database() {
        return database;
    }

    String url() {
        lock.lock();
        try {
            PublishedDatabase present = published;
            if (present == null) {
                present = PublishedDatabase.publish("test-" + NUMBERS.incrementAndGet(), database);
                published = present;
            }
            return present.url();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets one test have the database for itself.
     *
     * @throws IllegalStateException if another has it
     */
    void reserveFor(String test) {
        String other = user.compareAndExchange("", test);
        if (other.isEmpty()) return;
        throw new IllegalStateException(test + " runs at the same time as " + other
                + ", and both use the database that was injected for the whole class; have it injected into the"
                + " methods, or annotate the class with @Execution(SAME_THREAD)");
    }

    void release() {
        user.set("");
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (published != null) published.close();
        } finally {
            lock.unlock();
        }
        database.close();
    }
}
