package dev.pglitej.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The command {@code benchmarks/memory}: how much a JVM with a fresh in-memory database that has answered {@code select 1}
 * keeps resident beyond a JVM with the same options that does nothing.
 */
public final class Memory {
    private static final String USAGE = "usage: benchmarks/memory\n";
    private static final int ROUNDS = 3;
    private static final double BYTES_PER_MEGABYTE = 1 << 20;

    private final List<ResidentMemory> idle = new ArrayList<>();
    private final List<ResidentMemory> database = new ArrayList<>();

    private Memory() {}

    /** Ends with status 0, 1 when it failed, or 2 when it does not understand its arguments. */
    public static void main(String[] arguments) {
        Main.run(USAGE, arguments, () -> {
            if (arguments.length > 0) throw new UsageException("unknown option " + arguments[0]);
            Memory memory = new Memory();
            for (int round = 0; round < ROUNDS; round++) memory.measure(System.err);
            memory.print(new Report(System.out));
        });
    }

    /** Measures both while both run, so that what they share counts alike in both. */
    private void measure(PrintStream log) throws IOException, SQLException {
        try (ServedPglite served = ServedPglite.start(Main.home(), log);
                Connection connection = served.connect();
                IdleJvm nothing = IdleJvm.startLike(served.jvm())) {
            Sql.query(connection, "select 1");
            idle.add(ResidentMemory.of(nothing.jvm()));
            database.add(ResidentMemory.of(served.jvm()));
        }
    }

    private void print(Report report) {
        line(report, "idle-jvm-rss", median(idle, ResidentMemory::rss));
        line(report, "database-jvm-rss", median(database, ResidentMemory::rss));
        line(report, "idle-jvm-pss", median(idle, ResidentMemory::pss));
        line(report, "database-jvm-pss", median(database, ResidentMemory::pss));
        line(report, "database-pss", median(database, ResidentMemory::pss) - median(idle, ResidentMemory::pss));
        line(report, "database-rss", median(database, ResidentMemory::rss) - median(idle, ResidentMemory::rss));
    }

    private static void line(Report report, String name, double bytes) {
        report.line(name, Report.number(bytes / BYTES_PER_MEGABYTE), "MB");
    }

    private static double median(List<ResidentMemory> samples, ToLongFunction<ResidentMemory> value) {
        return Statistics.median(samples.stream()
                .mapToLong(value)
                .mapToDouble(bytes -> (double) bytes)
                .toArray());
    }
}
