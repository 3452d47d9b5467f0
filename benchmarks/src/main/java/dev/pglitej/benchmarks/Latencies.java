package dev.pglitej.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** How long each transaction of a run of pgbench took. Confined to one thread. */
final class Latencies {
    private static final double MICROS_PER_MILLI = 1e3;
    private static final int MICROS_FIELD = 2;

    private final double[] millis;

    private Latencies(double[] millis) {
        this.millis = millis;
    }

    /**
     * Reads what pgbench has logged: a line for each transaction, with client, number, microseconds and more.
     *
     * @param directory that has the log's files and nothing else
     * @throws IllegalStateException when no transaction is in it
     */
    static Latencies in(Path directory) throws IOException {
        DoubleStream.Builder millis = DoubleStream.builder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) millis.add(millis(line));
            }
        }
        double[] all = millis.build().toArray();
        if (all.length == 0) throw new IllegalStateException("pgbench has logged no transaction in " + directory);
        return new Latencies(all);
    }

    private static double millis(String line) {
        List<String> fields = List.of(line.split(" ", -1));
        if (fields.size() <= MICROS_FIELD) throw new IllegalStateException("not a line of pgbench's log: " + line);
        return Double.parseDouble(fields.get(MICROS_FIELD)) / MICROS_PER_MILLI;
    }

    /** Milliseconds. */
    double slowest() {
        return percentile(100);
    }

    /** The milliseconds that so many percent of the transactions took at most. */
    double percentile(double percent) {
        return Statistics.percentile(percent, millis);
    }
}
