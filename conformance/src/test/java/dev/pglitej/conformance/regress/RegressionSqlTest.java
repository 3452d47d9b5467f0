package dev.pglitej.conformance.regress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pglitej.PGlite;
import dev.pglitej.benchmarks.Address;
import dev.pglitej.benchmarks.NativePostgres;
import dev.pglitej.conformance.ServedDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A served database prints what native PostgreSQL 18 prints at the same moment, for every file of PostgreSQL's regression tests but
 * those that {@code differences.txt} gives a reason for. What both printed is kept in {@code target/regress}.
 *
 * <p>The system property {@code pglitej.regress.sources} names the directory with PostgreSQL's sources; {@code -Pregress} makes it.
 */
@EnabledIfSystemProperty(named = "pglitej.regress.sources", matches = ".+")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
final class RegressionSqlTest {
    private static final String PREPARED = "max_prepared_transactions";

    private final Path outputs = Path.of("target", "regress");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void theRegressionTestsPrintWhatTheyPrintOnNativePostgres() throws Exception {
        NativePostgres.obstacle().ifPresent(reason -> assumeTrue(false, reason));
        RegressionSources sources = new RegressionSources(Path.of(System.getProperty("pglitej.regress.sources")));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            Future<Map<String, String>> nativesRun = both.submit(onNative(sources));
            Future<Map<String, String>> oursRun = both.submit(onOurs(sources));
            Map<String, String> expected = nativesRun.get();
            Map<String, String> printed = oursRun.get();

            Map<String, String> different = new TreeMap<>();
            expected.forEach((test, text) -> {
                String ours = String.valueOf(printed.get(test));
                if (!ours.equals(text)) different.put(test, firstDifference(text, ours));
            });
            System.out.println("regression SQL: " + (expected.size() - different.size()) + " of " + expected.size()
                    + " files print the same; different are");
            different.forEach((test, difference) -> System.out.println("  " + test + ": " + difference));
            assertThat(expected).hasSizeGreaterThan(220);
            assertThat(different.keySet()).isSubsetOf(explained());
        } finally {
            both.shutdownNow();
        }
    }

    private Callable<Map<String, String>> onNative(RegressionSources sources) {
        return () -> {
            Path files = Files.createDirectory(directory.resolve("native"));
            try (NativePostgres postgres =
                    NativePostgres.start(new PrintStream(OutputStream.nullOutputStream(), true), PREPARED + " = 2")) {
                Address address = postgres.address();
                return new RegressionRun(
                                sources,
                                new InetSocketAddress(address.host(), address.port()),
                                files.toString(),
                                files,
                                outputs.resolve("native"))
                        .run();
            }
        };
    }

    /** Its guests see no file outside the data directory. */
    private Callable<Map<String, String>> onOurs(RegressionSources sources) {
        return () -> {
            Path data = directory.resolve("data");
            try (ServedDatabase database = ServedDatabase.serve(ours(data))) {
                return new RegressionRun(
                                sources,
                                database.address(),
                                "/pglite/data/regress",
                                data.resolve("regress"),
                                outputs.resolve("ours"))
                        .run();
            }
        };
    }

    /** With PostgreSQL's defaults where PGliteJ has others, since the tests are written for those. */
    private static PGlite.Builder ours(Path data) {
        return PGlite.builder()
                .directory(data)
                .setting(PREPARED, "2")
                .setting("max_parallel_workers_per_gather", "2")
                .setting("max_parallel_maintenance_workers", "2");
    }

    private static String firstDifference(String expected, String printed) {
        String[] theirs = expected.split("\n", -1);
        String[] ours = printed.split("\n", -1);
        int line = 0;
        while (line < theirs.length && line < ours.length && theirs[line].equals(ours[line])) line++;
        return "line " + (line + 1) + ", native " + at(theirs, line) + ", ours " + at(ours, line);
    }

    private static String at(String[] lines, int line) {
        return line < lines.length ? "\"" + lines[line] + "\"" : "nothing";
    }

    /** The tests that {@code differences.txt} is about: a name, a colon, a reason. */
    private static Set<String> explained() {
        Set<String> tests = new TreeSet<>();
        try {
            for (String line : Files.readAllLines(Path.of("src/test/resources/regress/differences.txt"))) {
                if (!line.isBlank() && !line.startsWith("#")) tests.add(line.substring(0, line.indexOf(':')));
            }
            return tests;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
