package dev.pglitej.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The system's pgbench, run against a server. Stateless. */
final class Pgbench {
    /** Its data fit into both sides' shared buffers, and sixteen clients of the TPC-B-like script still get in each other's way. */
    private static final String SCALE = "4";

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final Pattern FAILURES = Pattern.compile("number of failed transactions: ([0-9]+)");
    private static final long DEADLINE_SECONDS = 300;

    private Pgbench() {}

    /** Makes its tables. */
    static void initialize(Address server) {
        run(server, "--initialize", "--quiet", "--scale", SCALE);
    }

    /**
     * Gives the transactions of a second.
     *
     * @param script {@code select-only} or {@code tpcb-like}
     */
    static double rate(Address server, String script, int clients, int seconds) {
        String output = run(
                server,
                "--builtin=" + script,
                "--protocol=prepared",
                "--no-vacuum",
                "--client=" + clients,
                "--time=" + seconds);
        Matcher failures = FAILURES.matcher(output);
        if (failures.find() && !failures.group(1).equals("0")) {
            throw new IllegalStateException("pgbench's transactions failed:\n" + output);
        }
        Matcher rate = RATE.matcher(output);
        if (!rate.find()) throw new IllegalStateException("no tps is in what pgbench says:\n" + output);
        return Double.parseDouble(rate.group(1));
    }

    private static String run(Address server, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("pgbench", "--host=" + server.host(), "--port=" + server.port(), "--username=postgres"));
        command.addAll(List.of(arguments));
        command.add("postgres");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGSSLMODE", "disable");
        builder.environment().put("PGGSSENCMODE", "disable");
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
            if (!Command.endsWithin(process, DEADLINE_SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed:\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot run pgbench; install it (Debian: apt-get install postgresql-contrib)", e);
        }
    }
}
