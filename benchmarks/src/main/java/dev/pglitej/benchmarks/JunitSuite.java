package dev.pglitej.benchmarks;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The command {@code benchmarks/junit}: a suite of tests that each want a database with the 50 tables of {@link JunitSchema}, on copies
 * of a PGlite, on zonky's embedded PostgreSQL with CREATE DATABASE … TEMPLATE, and without any database.
 */
public final class JunitSuite {
    private static final String USAGE = """
            usage: benchmarks/junit [--quick] [--ours]
            Prints what a test of 1,000 (with --quick: 100) spends on its database, on both sides, and the ratio;
            with --ours on PGliteJ alone, which takes a minute instead of a quarter of an hour.
            """;
    private static final int ROUNDS = 3;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Report report = new Report(System.out);

    private JunitSuite() {}

    /** Ends with status 0, 1 when it failed, or 2 when it does not understand its arguments. */
    public static void main(String[] arguments) {
        Main.run(USAGE, arguments, () -> {
            List<String> options = Arrays.asList(arguments);
            if (!List.of("--quick", "--ours").containsAll(options)) throw new UsageException("unknown option");
            boolean quick = options.contains("--quick");
            JunitSchema.write();
            System.setProperty(JunitTests.COUNT, quick ? "100" : "1000");
            new JunitSuite().run(quick ? 100 : 1000, !options.contains("--ours"));
            // zonky's server has threads that would keep the JVM.
            System.exit(0);
        });
    }

    private void run(int tests, boolean withZonky) {
        // What comes first makes the templates and warms up.
        line("first-suite", suite(JunitTests.OnPglite.class), "ms");
        if (withZonky) line("first-suite-zonky", suite(JunitTests.OnZonky.class), "ms");
        double none = suite(JunitTests.OnNothing.class);
        List<Double> ofOurs = new ArrayList<>();
        List<Double> ofZonky = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            System.err.println("round " + (round + 1) + " of " + ROUNDS);
            none = Math.min(none, suite(JunitTests.OnNothing.class));
            ofOurs.add(suite(JunitTests.OnPglite.class));
            if (withZonky) ofZonky.add(suite(JunitTests.OnZonky.class));
        }
        double ours = (median(ofOurs) - none) / tests;
        line("database-per-test", ours, "ms");
        if (!withZonky) return;
        double zonky = (median(ofZonky) - none) / tests;
        line("database-per-test-zonky", zonky, "ms");
        line("database-per-test-ratio", ours / zonky, "ratio");
    }

    /** Milliseconds that all tests of a class take. */
    private static double suite(Class<?> tests) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        long start = System.nanoTime();
        LauncherFactory.create().execute(request, listener);
        double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
        TestExecutionSummary summary = listener.getSummary();
        if (summary.getTotalFailureCount() > 0) {
            throw new IllegalStateException(
                    "a test has failed", summary.getFailures().get(0).getException());
        }
        return millis;
    }

    private void line(String name, double value, String unit) {
        report.line(name, Report.number(value), unit);
    }

    private static double median(List<Double> samples) {
        return Statistics.median(
                samples.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
