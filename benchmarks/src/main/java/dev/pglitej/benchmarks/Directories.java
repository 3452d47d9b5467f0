package dev.pglitej.benchmarks;

import static dev.pglitej.api.Durability.FULL;
import static dev.pglitej.api.Durability.NONE;
import static dev.pglitej.api.Durability.RELAXED;

import dev.pglitej.PGlite;
import dev.pglitej.api.Durability;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The command {@code benchmarks/directories}: what databases in directories cost, in this process, beside native PostgreSQL on the
 * same disk where there is something to compare.
 */
public final class Directories {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double BYTES_PER_MEGABYTE = 1 << 20;

    /** What the native server is told for the same promise. */
    private static final Map<Durability, String> NATIVE = Map.of(FULL, "on", RELAXED, "off", NONE, "off");

    /** How much longer an fsync takes where it is slowed, as with an ordinary SSD. */
    private static final Duration SLOWNESS = Duration.ofMillis(2);

    private final DirectoriesOptions options;
    private final Path directory;
    private final PrintStream log = System.err;
    private final Report report = new Report(System.out);

    private Directories(DirectoriesOptions options, Path directory) {
        this.options = options;
        this.directory = directory;
    }

    /** Ends with status 0, 1 when it failed, or 2 when it does not understand its arguments. */
    public static void main(String[] arguments) {
        Main.run(DirectoriesOptions.USAGE, arguments, () -> {
            DirectoriesOptions options = DirectoriesOptions.parse(arguments);
            Path directory = Files.createTempDirectory("pglitej-directories-");
            try {
                new Directories(options, directory).run();
            } finally {
                NativeFiles.delete(directory);
            }
        });
    }

    private void run() throws IOException, SQLException {
        log.println(
                "data in " + directory + ", " + Files.getFileStore(directory).type());
        if (options.isAskedFor("open")) openings();
        if (options.isAskedFor("backup")) backups();
        if (options.isAskedFor("commits")) commits();
        if (WaitsForDisk.isAskedFor("", options)) waits();
        if (WaitsForDisk.isAskedFor("slow-", options)) slowedWaits();
    }

    private void waits() throws IOException, SQLException {
        try (DurableServers servers = DurableServers.start(directory, log, Map.of())) {
            new WaitsForDisk(servers, "", options, report, log).measure();
        }
    }

    private void slowedWaits() throws IOException, SQLException {
        SlowFsync slow = SlowFsync.compile(Main.home(), directory, SLOWNESS);
        try (DurableServers servers = DurableServers.start(directory, log, slow.environment())) {
            slow.requireIn(servers.ours().jvm());
            slow.requireIn(servers.natives().postmaster());
            new WaitsForDisk(servers, "slow-", options, report, log).measure();
        }
    }

    /** From the call to the first answer; the JVM is warm for the second. */
    private void openings() throws SQLException {
        List<Double> first = new ArrayList<>();
        List<Double> again = new ArrayList<>();
        int rounds = options.isQuick() ? 3 : 7;
        for (int i = 0; i < rounds; i++) {
            Path data = directory.resolve("opened" + i);
            first.add(opening(data));
            for (int j = 0; j < rounds; j++) again.add(opening(data));
        }
        report.line("first-open", Report.number(Statistics.median(first)), "ms");
        report.line("reopen", Report.number(Statistics.median(again)), "ms");
    }

    private static double opening(Path data) throws SQLException {
        long start = System.nanoTime();
        try (PGlite database = PGlite.open(data);
                Connection connection = database.getConnection()) {
            Sql.query(connection, "select 1");
            return (System.nanoTime() - start) / NANOS_PER_MILLI;
        }
    }

    private void backups() throws IOException, SQLException {
        int rows = options.isQuick() ? 500_000 : 2_000_000;
        try (PGlite database = PGlite.open(directory.resolve("backed-up"));
                Connection connection = database.getConnection()) {
            Sql.execute(
                    connection,
                    "create table t as select n, md5(n::text) a, md5((-n)::text) b from generate_series(1, " + rows
                            + ") n",
                    "checkpoint");
            for (String name : List.of("directory", "archive.tar", "archive.tar.gz")) {
                Path target = directory.resolve(name);
                long start = System.nanoTime();
                database.backup(target);
                double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
                report.line("backup-" + name, Report.number(bytes(directory.resolve("backed-up")) / seconds), "MB/s");
            }
        }
    }

    /** What the database has, so that all forms of a backup are compared by the same. */
    private static double bytes(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            return files.map(Path::toFile)
                            .filter(java.io.File::isFile)
                            .mapToLong(java.io.File::length)
                            .sum()
                    / BYTES_PER_MEGABYTE;
        }
    }

    private void commits() throws SQLException {
        try (NativePostgres natives = NativePostgres.startIn(directory, log, Map.of(), "fsync = on")) {
            for (Durability durability : List.of(FULL, RELAXED, NONE)) commits(natives, durability);
        }
    }

    private void commits(NativePostgres natives, Durability durability) throws SQLException {
        Path data = directory.resolve("commits-" + durability);
        List<Double> ofOurs = new ArrayList<>();
        List<Double> ofNative = new ArrayList<>();
        try (PGlite database =
                        PGlite.builder().directory(data).durability(durability).open();
                Connection our = database.getConnection();
                Connection other = natives.connect()) {
            Sql.execute(
                    other,
                    "alter system set fsync = " + (durability == NONE ? "off" : "on"),
                    "select pg_reload_conf()");
            Sql.execute(other, "set synchronous_commit = " + NATIVE.get(durability), "drop table if exists t");
            Sql.execute(other, "create table t (n int, filler text)");
            Sql.execute(our, "create table t (n int, filler text)");
            for (int i = 0; i < (options.isQuick() ? 2 : 5); i++) {
                ofOurs.add(rate(our));
                ofNative.add(rate(other));
            }
        }
        String name = "commits-" + durability.name().toLowerCase(java.util.Locale.ROOT);
        report.sides(name, ofOurs, ofNative, "/s");
    }

    private double rate(Connection connection) throws SQLException {
        long limit = (long) (options.seconds() * NANOS_PER_SECOND);
        try (PreparedStatement insert = connection.prepareStatement("insert into t values (?, 'filler')")) {
            long start = System.nanoTime();
            int count = 0;
            while (System.nanoTime() - start < limit) {
                insert.setInt(1, count++);
                insert.executeUpdate();
            }
            return count / ((System.nanoTime() - start) / NANOS_PER_SECOND);
        }
    }
}
