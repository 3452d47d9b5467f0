package dev.pglitej.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/** The rows that write, or read through an index, each in a table of its own that autovacuum leaves alone. */
final class WritingRows {
    private static final String QUIET = " with (autovacuum_enabled = off)";

    private WritingRows() {}

    static List<Row> of(Scale scale) {
        return List.of(
                inserts("single-inserts", "INSERTs, each a transaction", scale.singleInserts(), false),
                inserts("transaction-inserts", "INSERTs in one transaction", scale.transactionInserts(), true),
                indexedSelects(scale.indexedSelects()),
                indexedUpdates(scale.indexedUpdates()),
                copyIn(scale.copyRows()),
                createIndex(scale.indexRows()),
                vacuum(scale.vacuumRows()));
    }

    private static Row inserts(String name, String description, int count, boolean transaction) {
        Row.Step insert = c -> {
            try (PreparedStatement statement = c.prepareStatement("insert into bench_inserts values (?, ?, ?)")) {
                for (int n = 1; n <= count; n++) {
                    statement.setInt(1, n);
                    statement.setInt(2, spread(n));
                    statement.setString(3, "number " + n);
                    statement.executeUpdate();
                }
            }
        };
        return Row.changing(
                name,
                Report.count(count) + " " + description,
                c -> Sql.execute(
                        c,
                        "drop table if exists bench_inserts",
                        "create table bench_inserts (a int, b int, c text)" + QUIET),
                c -> Sql.execute(c, "truncate bench_inserts"),
                transaction ? c -> Sql.transaction(c, insert) : insert,
                "select count(*), sum(a), count(distinct c) from bench_inserts");
    }

    private static Row indexedSelects(int count) {
        return new Row(
                "indexed-selects",
                Report.count(count) + " SELECTs of 100 rows by an index",
                false,
                1,
                1,
                c -> Sql.execute(
                        c,
                        "drop table if exists bench_selects",
                        "create table bench_selects (a int, b int)" + QUIET,
                        "insert into bench_selects select i, i from generate_series(1, 25000) i",
                        "create index bench_selects_b on bench_selects (b)",
                        "vacuum (analyze) bench_selects"),
                c -> {},
                c -> selectRanges(c, count),
                c -> "");
    }

    private static String selectRanges(Connection connection, int count) throws SQLException {
        long rows = 0;
        try (PreparedStatement select =
                connection.prepareStatement("select count(*), avg(a) from bench_selects where b >= ? and b < ?")) {
            for (int n = 0; n < count; n++) {
                int from = 1 + (int) (n * 7919L % 24_000);
                select.setInt(1, from);
                select.setInt(2, from + 100);
                try (ResultSet result = select.executeQuery()) {
                    rows += result.next() ? result.getLong(1) : 0;
                }
            }
        }
        return Long.toString(rows);
    }

    private static Row indexedUpdates(int count) {
        Row.Step update = c -> {
            try (PreparedStatement statement = c.prepareStatement("update bench_updates set b = ? where a = ?")) {
                for (int n = 1; n <= count; n++) {
                    statement.setInt(1, spread(n));
                    statement.setInt(2, n);
                    statement.executeUpdate();
                }
            }
        };
        return Row.changing(
                "indexed-updates",
                Report.count(count) + " UPDATEs by primary key in one transaction",
                c -> Sql.execute(
                        c,
                        "drop table if exists bench_updates",
                        "create table bench_updates (a int primary key, b int)" + QUIET),
                c -> Sql.execute(
                        c,
                        "truncate bench_updates",
                        "insert into bench_updates select i, 0 from generate_series(1, " + count + ") i",
                        "vacuum (analyze) bench_updates"),
                c -> Sql.transaction(c, update),
                "select count(*), sum(b) from bench_updates where b <> 0");
    }

    private static Row copyIn(int count) {
        byte[] lines = copyLines(count);
        return Row.changing(
                "copy-in",
                "COPY of " + Report.count(count) + " rows from the client",
                c -> Sql.execute(
                        c, "drop table if exists bench_copy", "create table bench_copy (a int, b int, c text)" + QUIET),
                c -> Sql.execute(c, "truncate bench_copy"),
                c -> copy(c, lines),
                "select count(*), sum(a), max(c) from bench_copy");
    }

    /** Made beforehand, so that no side's time holds the making. */
    private static byte[] copyLines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int n = 1; n <= count; n++) {
            lines.append(n)
                    .append('\t')
                    .append(spread(n))
                    .append("\tnumber ")
                    .append(n)
                    .append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void copy(Connection connection, byte[] lines) throws SQLException {
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy bench_copy from stdin", new ByteArrayInputStream(lines));
        } catch (IOException failure) {
            throw new SQLException("COPY broke off", failure);
        }
    }

    private static Row createIndex(int count) {
        return Row.changing(
                "create-index",
                "CREATE INDEX on " + Report.count(count) + " rows",
                c -> Sql.execute(
                        c,
                        "drop table if exists bench_index",
                        "create table bench_index (a int, b int)" + QUIET,
                        "insert into bench_index select i, (i::bigint * 7919 % 1000003)::int"
                                + " from generate_series(1, " + count + ") i",
                        "vacuum (analyze) bench_index"),
                c -> Sql.execute(c, "drop index if exists bench_index_b"),
                c -> Sql.execute(c, "create index bench_index_b on bench_index (b)"),
                "select reltuples::bigint from pg_class where relname = 'bench_index_b'");
    }

    private static Row vacuum(int count) {
        return Row.changing(
                "vacuum",
                "VACUUM of " + Report.count(count) + " rows, half of them deleted",
                c -> {},
                c -> Sql.execute(
                        c,
                        "drop table if exists bench_vacuum",
                        "create table bench_vacuum (a int primary key, b text)" + QUIET,
                        "insert into bench_vacuum select i, 'number ' || i from generate_series(1, " + count + ") i",
                        "delete from bench_vacuum where a % 2 = 0"),
                c -> Sql.execute(c, "vacuum bench_vacuum"),
                "select reltuples::bigint, relallvisible > 0 from pg_class where relname = 'bench_vacuum'");
    }

    private static int spread(int n) {
        return (int) (n * 7919L % 1_000_003);
    }
}
