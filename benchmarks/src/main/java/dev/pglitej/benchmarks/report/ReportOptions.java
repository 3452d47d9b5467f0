package dev.pglitej.benchmarks.report;

import dev.pglitej.benchmarks.UsageException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of {@code report}. Immutable.
 *
 * @param quick whether each benchmark is to take its short form
 * @param only the benchmarks to have
 * @param results where the lines that benchmarks print are kept
 * @param draws whether to run nothing, and draw what is in {@code results}
 * @param images where to write each chart as an image of its own, too
 */
record ReportOptions(boolean quick, Set<Benchmark> only, Path results, boolean draws, Optional<Path> images) {
    static final String USAGE = """
            usage: benchmarks/report [option...]
              --quick             the short form of each benchmark
              --only NAME,...     these benchmarks only: %s
              --results DIRECTORY where what they print is kept (benchmarks/target/report), and report.html is written
              --draw              run nothing, draw what is kept
              --images DIRECTORY  write each chart as an SVG file, too
            """.formatted(Benchmark.labels());

    static ReportOptions parse(Path home, String... arguments) {
        boolean quick = false;
        boolean draws = false;
        Set<Benchmark> only = EnumSet.allOf(Benchmark.class);
        Path results = home.resolve("benchmarks/target/report");
        Optional<Path> images = Optional.empty();
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String option = rest.pop();
            switch (option) {
                case "--quick" -> quick = true;
                case "--draw" -> draws = true;
                case "--only" -> only = named(value(option, rest));
                case "--results" -> results = Path.of(value(option, rest));
                case "--images" -> images = Optional.of(Path.of(value(option, rest)));
                default -> throw new UsageException("unknown option " + option);
            }
        }
        return new ReportOptions(quick, only, results, draws, images);
    }

    private static Set<Benchmark> named(String names) {
        Set<Benchmark> found = EnumSet.noneOf(Benchmark.class);
        for (String name : names.split(",", -1)) {
            found.add(Arrays.stream(Benchmark.values())
                    .filter(benchmark -> benchmark.label().equals(name.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new UsageException(
                            "there is no benchmark '" + name + "'; there are " + Benchmark.labels())));
        }
        return found;
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) throw new UsageException(option + " needs a value");
        return rest.pop();
    }
}
