package dev.pglitej.junit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.PGlite;
import dev.pglitej.Snapshot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The databases of this JVM from which those of tests are copied. The first test that needs one makes it, while other tests that need it
 * wait. Thread-safe.
 */
final class Templates {
    private static final Map<String, Template> ALL = new ConcurrentHashMap<>();

    private Templates() {}

    /**
     * What tests with this recipe begin with; the snapshot stays for as long as the JVM.
     *
     * @throws MigrationFailedException if it cannot be made; later calls get the same cause, and try nothing again
     */
    static Snapshot of(Recipe recipe) {
        String fingerprint;
        try {
            fingerprint = recipe.fingerprint();
        } catch (Exception | LinkageError e) {
            throw MigrationFailedException.of(e);
        }
        return ALL.computeIfAbsent(fingerprint, ignored -> new Template()).snapshot(recipe);
    }

    private static final class Template {
        private final ReentrantLock making = new ReentrantLock();

        @GuardedBy("making")
        private @Nullable Snapshot made;

        @GuardedBy("making")
        private @Nullable Throwable failure;

        Snapshot snapshot(Recipe recipe) {
            making.lock();
            try {
                Snapshot present = made;
                if (present != null) return present;
                Throwable former = failure;
                if (former != null) throw MigrationFailedException.of(former);
                Snapshot snapshot = make(recipe);
                made = snapshot;
                return snapshot;
            } catch (Exception | LinkageError e) {
                // A test that was interrupted says nothing about the next.
                if (!Thread.currentThread().isInterrupted()) failure = e;
                throw MigrationFailedException.of(e);
            } finally {
                making.unlock();
            }
        }

        private static Snapshot make(Recipe recipe) throws Exception {
            try (PGlite database = open(recipe)) {
                // Each with a data source of its own: it may set it up for itself.
                for (Migration migration : recipe.migrations()) migration.run(database);
                return database.snapshot();
            }
        }

        private static PGlite open(Recipe recipe) {
            if (!recipe.migrations().isEmpty()) return of(recipe.base()).open();
            PGlite.Builder builder = PGlite.builder();
            recipe.settings().forEach(builder::setting);
            recipe.extensions().forEach(builder::extension);
            return builder.open();
        }
    }
}
