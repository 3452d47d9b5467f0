package dev.pglitej.benchmarks;

import dev.pglitej.PGlite;
import dev.pglitej.Snapshot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Forks and snapshots of a database that holds 100 MB. Confined to one thread. */
final class CopiesMeasurement {
    private static final int ROWS = 100_000;

    private final InstantOptions options;
    private final Report report;
    private final PrintStream log;

    CopiesMeasurement(InstantOptions options, Report report, PrintStream log) {
        this.options = options;
        this.report = report;
        this.log = log;
    }

    /** Something that gives a database, whose time counts. */
    @FunctionalInterface
    private interface Opening {
        PGlite open() throws SQLException, IOException;
    }

    void run() throws SQLException, IOException {
        log.println("copies of a database of 100 MB");
        Path directory = Files.createTempDirectory("pglitej-instant-");
        Path file = directory.resolve("snapshot");
        try (PGlite database = PGlite.inMemory()) {
            fill(database);
            measure("fork", database::fork);
            memory(database);
            try (Snapshot snapshot = database.snapshot()) {
                measure("snapshot-open", snapshot::open);
                reset(snapshot);
                long start = System.nanoTime();
                snapshot.save(file);
                report.line("snapshot-save", millisSince(start), "ms");
            }
            Samples loads = new Samples();
            for (int i = 0; i < options.processes(); i++) {
                long start = System.nanoTime();
                Snapshot loaded = Snapshot.load(file);
                loads.addSince(start);
                loaded.close();
            }
            report.line("saved-snapshot-load", Report.number(loads.median()), "ms");
            try (Snapshot loaded = Snapshot.load(file)) {
                measure("saved-snapshot-open", loaded::open);
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }

    private static String millisSince(long start) {
        return Report.number((System.nanoTime() - start) / 1e6);
    }

    private static void fill(PGlite database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Sql.execute(
                    connection,
                    "create table item as select i as id, repeat(md5(i::text), 30) as text from generate_series(1, "
                            + ROWS + ") i",
                    "alter table item add primary key (id)",
                    "vacuum analyze item",
                    "checkpoint");
        }
    }

    /** Medians: until it is there, and until its first row is. The first half warms up. */
    private void measure(String name, Opening opening) throws SQLException, IOException {
        Samples there = new Samples();
        Samples row = new Samples();
        for (int i = -options.copies(); i < options.copies(); i++) {
            long start = System.nanoTime();
            try (PGlite copy = opening.open()) {
                double opened = (System.nanoTime() - start) / 1e6;
                check(copy);
                if (i < 0) continue;
                there.add(opened);
                row.addSince(start);
            }
        }
        report.line(name, Report.number(there.median()), "ms");
        report.line(name + "-to-first-row", Report.number(row.median()), "ms");
    }

    private static void check(PGlite copy) throws SQLException {
        try (Connection connection = copy.getConnection()) {
            String id = Sql.query(connection, "select id from item where id = 77777");
            if (!id.equals("77777")) throw new IllegalStateException("a copy has lost a row: " + id);
        }
    }

    private void reset(Snapshot snapshot) throws SQLException, IOException {
        Samples resets = new Samples();
        try (PGlite database = snapshot.open()) {
            for (int i = -options.copies(); i < options.copies(); i++) {
                check(database);
                long start = System.nanoTime();
                database.resetTo(snapshot);
                if (i >= 0) resets.addSince(start);
            }
        }
        report.line("reset", Report.number(resets.median()), "ms");
    }

    /** What each fork keeps, and what it keeps beyond that when it has changed a tenth of the rows. */
    private void memory(PGlite database) throws SQLException, IOException {
        int count = 10;
        List<PGlite> forks = new ArrayList<>();
        try {
            PrivateMemory before = collected();
            for (int i = 0; i < count; i++) {
                forks.add(database.fork());
                check(forks.get(i));
            }
            PrivateMemory afterwards = collected();
            for (PGlite fork : forks) {
                try (Connection connection = fork.getConnection()) {
                    Sql.execute(connection, "update item set text = '' where id <= " + ROWS / 10);
                }
            }
            PrivateMemory changed = collected();
            line("fork-memory", afterwards.bytes() - before.bytes(), count);
            line("fork-memory-after-changing-a-tenth", changed.bytes() - afterwards.bytes(), count);
        } finally {
            for (PGlite fork : forks) fork.close();
        }
    }

    private static PrivateMemory collected() throws IOException {
        System.gc();
        return PrivateMemory.of(ProcessHandle.current());
    }

    private void line(String name, long bytes, int count) {
        report.line(name, Report.number(bytes / PrivateMemory.MEGABYTE / count), "MB");
    }
}
