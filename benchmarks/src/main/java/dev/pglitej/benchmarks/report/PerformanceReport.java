package dev.pglitej.benchmarks.report;

import dev.pglitej.benchmarks.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The command {@code benchmarks/report}: all benchmarks, one after the other, as one page of bars. */
public final class PerformanceReport {
    private final ReportOptions options;
    private final Path home;

    private PerformanceReport(ReportOptions options, Path home) {
        this.options = options;
        this.home = home;
    }

    /** Ends with status 0, 1 when a benchmark failed, or 2 when it does not understand its arguments. */
    public static void main(String[] arguments) {
        Main.run(ReportOptions.USAGE, arguments, () -> {
            Path home = Main.home();
            new PerformanceReport(ReportOptions.parse(home, arguments), home).run();
        });
    }

    private void run() throws IOException, InterruptedException {
        Files.createDirectories(options.results());
        if (!options.draws()) {
            for (Benchmark benchmark : options.only()) measure(benchmark);
        }
        Map<Benchmark, List<Measurement>> results = results();
        if (results.isEmpty()) throw new IOException("there are no results in " + options.results());
        Path page = options.results().resolve("report.html");
        Files.writeString(page, ReportPage.html(machine(), results));
        System.out.println(page);
        if (options.images().isPresent()) draw(options.images().get(), results);
    }

    private void measure(Benchmark benchmark) throws IOException, InterruptedException {
        System.err.println(benchmark.command());
        List<String> command =
                new ArrayList<>(List.of(home.resolve(benchmark.command()).toString()));
        // The one that has no short form takes a minute in any case.
        if (options.quick() && benchmark != Benchmark.MEMORY) command.add("--quick");
        Path unfinished = options.results().resolve(benchmark.label() + ".unfinished");
        Process process = new ProcessBuilder(command)
                .redirectOutput(unfinished.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int status = process.waitFor();
        if (status != 0) throw new IOException(benchmark.command() + " ended with status " + status);
        Files.move(unfinished, kept(benchmark), StandardCopyOption.REPLACE_EXISTING);
    }

    private Map<Benchmark, List<Measurement>> results() throws IOException {
        Map<Benchmark, List<Measurement>> results = new EnumMap<>(Benchmark.class);
        for (Benchmark benchmark : options.only()) {
            if (Files.exists(kept(benchmark))) {
                results.put(benchmark, MeasurementLines.read(Files.readAllLines(kept(benchmark))));
            }
        }
        return results;
    }

    private Path kept(Benchmark benchmark) {
        return options.results().resolve(benchmark.label() + ".tsv");
    }

    private static void draw(Path directory, Map<Benchmark, List<Measurement>> results) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<Benchmark, List<Measurement>> entry : results.entrySet()) {
            Path image = directory.resolve(entry.getKey().label() + ".svg");
            Files.writeString(image, BarChart.svg(entry.getKey().title(), entry.getValue()));
        }
    }

    private static String machine() {
        Runtime runtime = Runtime.getRuntime();
        return "%d processors (%s), %s, Java %s"
                .formatted(
                        runtime.availableProcessors(),
                        System.getProperty("os.arch"),
                        System.getProperty("os.name"),
                        System.getProperty("java.version"));
    }
}
