package dev.pglitej.junit;

import dev.pglitej.Snapshot;
import dev.pglitej.api.PGliteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * Saves the databases of tests that have failed, so that people can look at the data. Thread-safe.
 *
 * <p>A run that fails everywhere saves only a few: its repair begins with one.
 */
final class FailedDatabases {
    private static final String DIRECTORY = "pglitej.failures.directory";
    private static final String MOST = "pglitej.failures.most";
    private static final int MOST_BY_DEFAULT = 5;
    private static final int LONGEST_NAME = 120;
    /** How long transactions that the test has left open may keep the snapshot waiting. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final AtomicInteger SAVED = new AtomicInteger();

    private FailedDatabases() {}

    /** Saves the test's database if the test has failed, and says in the failure where. */
    static void save(ExtensionContext context, MethodDatabase used) {
        Optional<Throwable> failure = context.getExecutionException();
        if (failure.isEmpty() || failure.get() instanceof TestAbortedException || !used.beginSaving()) return;
        int most = context.getConfigurationParameter(MOST, Integer::valueOf).orElse(MOST_BY_DEFAULT);
        if (SAVED.get() >= most) return;
        SAVED.incrementAndGet();
        failure.get().addSuppressed(new Notice(saved(context, used)));
    }

    private static String saved(ExtensionContext context, MethodDatabase used) {
        try {
            Path file = directory(context).resolve(fileName(used.test()));
            Files.createDirectories(file.getParent());
            used.lease().rollBack();
            try (Snapshot snapshot = used.lease().database().snapshot(PATIENCE)) {
                snapshot.save(file);
            }
            context.publishReportEntry("pglite.snapshot", file.toString());
            return "the test's database is saved; to look at its data open Snapshot.load(Path.of(\"" + file + "\"))";
        } catch (IOException | PGliteException | IllegalStateException e) {
            return "the test's database could not be saved: " + e.getMessage();
        }
    }

    /** Where the build puts what it makes. */
    private static Path directory(ExtensionContext context) {
        return context.getConfigurationParameter(DIRECTORY, Path::of)
                .orElseGet(() -> Stream.of("target", "build")
                        .map(Path::of)
                        .filter(Files::isDirectory)
                        .findFirst()
                        .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")))
                        .resolve("pglitej-failures"))
                .toAbsolutePath();
    }

    private static String fileName(String test) {
        String name = test.replaceAll("[^A-Za-z0-9_.-]+", "_");
        return name.substring(0, Math.min(name.length(), LONGEST_NAME)) + ".snapshot";
    }

    /** What a failure says besides; nobody wants to know from where. */
    private static final class Notice extends RuntimeException {
        private static final long serialVersionUID = 1;

        Notice(String message) {
            super(message, null, false, false);
        }
    }
}
