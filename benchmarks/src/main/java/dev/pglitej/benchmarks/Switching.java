package dev.pglitej.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The command {@code benchmarks/switching}: one suite of tests on PGliteJ, on H2 and on zonky's embedded PostgreSQL, each run by a JVM of
 * its own, in turns.
 */
public final class Switching {
    private static final String USAGE = """
            usage: benchmarks/switching [--quick]
              --quick  each side has one turn instead of five
            """;

    private static final List<String> SIDES = List.of("pglitej", "h2", "zonky");
    private static final int FULL_ROUNDS = 5;

    private final PrintStream log = System.err;
    /** What was measured, by measurement and side. */
    private final Map<String, Map<String, List<Double>>> samples = new LinkedHashMap<>();

    private Switching() {}

    /** Ends with status 0, 1 when it failed, or 2 when it does not understand its arguments. */
    public static void main(String[] arguments) {
        Main.run(USAGE, arguments, () -> new Switching().run(rounds(List.of(arguments))));
    }

    private static int rounds(List<String> arguments) {
        if (arguments.isEmpty()) return FULL_ROUNDS;
        if (arguments.equals(List.of("--quick"))) return 1;
        throw new UsageException("unknown option " + String.join(" ", arguments));
    }

    private void run(int rounds) throws IOException {
        // What a machine does once, such as unpacking PostgreSQL into a cache, is not part of the comparison.
        for (String side : SIDES) suite(side);
        samples.clear();
        for (int round = 0; round < rounds; round++) {
            log.println("round " + (round + 1) + " of " + rounds);
            for (String side : SIDES) suite(side);
        }
        Report report = new Report(System.out);
        samples.forEach((name, bySide) -> {
            double ours = median(bySide, "pglitej");
            for (String side : SIDES) report.line(name + "-" + side, Report.number(median(bySide, side)), "ms");
            for (String side : SIDES.subList(1, SIDES.size())) {
                report.line(name + "-ratio-to-" + side, Report.number(ours / median(bySide, side)), "ratio");
            }
        });
    }

    private static double median(Map<String, List<Double>> bySide, String side) {
        return Statistics.median(bySide.getOrDefault(side, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray());
    }

    private void suite(String side) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SwitchingSuite.class.getName(),
                        side)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                String[] fields = line.split("\t", -1);
                samples.computeIfAbsent(fields[0], name -> new LinkedHashMap<>())
                        .computeIfAbsent(side, name -> new ArrayList<>())
                        .add(Double.valueOf(fields[1]));
            }
        }
        if (!Command.endsWithin(process, 60) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("the suite on " + side + " failed; its own messages say why");
        }
    }
}
