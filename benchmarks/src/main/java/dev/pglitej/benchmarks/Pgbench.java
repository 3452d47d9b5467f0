package dev.pglitej.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A run of the system's pgbench against a server. Confined to one thread. */
final class Pgbench implements AutoCloseable {
    /** Its data fit into both sides' shared buffers, and sixteen clients of the TPC-B-like script still get in each other's way. */
    private static final String SCALE = "4";

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final Pattern FAILURES = Pattern.compile("number of failed transactions: ([0-9]+)");
    private static final int DEADLINE_SECONDS = 300;

    private final List<String> command;
    private final Process process;

    private Pgbench(List<String> command, Process process) {
        this.command = command;
        this.process = process;
    }

    /** Makes its tables. */
    static void initialize(Address server) {
        try (Pgbench pgbench = start(server, "", "--initialize", "--quiet", "--scale", SCALE)) {
            pgbench.output();
        }
    }

    /** Gives the transactions of a second. */
    static double rate(Address server, PgbenchScript script, int clients, int seconds) {
        try (Pgbench pgbench = start(server, script, clients, seconds)) {
            return rate(pgbench.output());
        }
    }

    /** Gives how long each transaction took. */
    static Latencies latencies(Address server, PgbenchScript script, int clients, int seconds) throws IOException {
        Path log = Files.createTempDirectory("pglitej-latencies-");
        try (Pgbench pgbench = start(server, script, clients, seconds, logging(log))) {
            pgbench.output();
            return Latencies.in(log);
        } finally {
            NativeFiles.delete(log);
        }
    }

    /**
     * Starts one that runs until {@link #end} is called.
     *
     * @param options more options of pgbench, such as {@link #logging}
     */
    static Pgbench startEndless(Address server, PgbenchScript script, int clients, String... options) {
        return start(server, script, clients, DEADLINE_SECONDS, options);
    }

    /** The options that let it log each transaction's latency below a directory. */
    static String[] logging(Path directory) {
        return new String[] {"--log", "--log-prefix=" + directory.resolve("log")};
    }

    /** Lets each client finish its transaction, and gives the transactions of a second until then. */
    double end() {
        // It is pgbench's own timer.
        Command.run(List.of("sh", "-c", "kill -s ALRM " + process.pid()));
        return rate(output());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static Pgbench start(Address server, PgbenchScript script, int clients, int seconds, String... options) {
        List<String> all = new ArrayList<>(List.of(
                script.option(), "--protocol=prepared", "--no-vacuum", "--client=" + clients, "--time=" + seconds));
        all.addAll(List.of(options));
        return start(server, script.text(), all.toArray(String[]::new));
    }

    private static Pgbench start(Address server, String input, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("pgbench", "--host=" + server.host(), "--port=" + server.port(), "--username=postgres"));
        command.addAll(List.of(arguments));
        command.add("postgres");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGSSLMODE", "disable");
        builder.environment().put("PGGSSENCMODE", "disable");
        try {
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            return new Pgbench(command, process);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot run pgbench; install it (Debian: apt-get install postgresql-contrib)", e);
        }
    }

    /** Waits for its end, and gives what it said. */
    private String output() {
        try {
            String output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
            if (!Command.endsWithin(process, DEADLINE_SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed:\n" + output);
            }
            Matcher failures = FAILURES.matcher(output);
            if (failures.find() && !failures.group(1).equals("0")) {
                throw new IllegalStateException("pgbench's transactions failed:\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what pgbench says", e);
        }
    }

    private static double rate(String output) {
        Matcher rate = RATE.matcher(output);
        if (!rate.find()) throw new IllegalStateException("no tps is in what pgbench says:\n" + output);
        return Double.parseDouble(rate.group(1));
    }
}
