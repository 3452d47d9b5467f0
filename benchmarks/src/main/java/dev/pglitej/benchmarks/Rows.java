package dev.pglitej.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** Every row of the comparison in its order, and the table that several of them read. */
final class Rows {
    private Rows() {}

    static List<Row> of(Scale scale) {
        return Stream.of(computing(scale), ReadingRows.of(scale), WritingRows.of(scale))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Makes the table that the reading rows share. Its rows are so narrow that 100,000 of them stay below
     * min_parallel_table_scan_size (8 MB): one core computes, on both sides.
     */
    static void createSharedTable(Connection connection, Scale scale) throws SQLException {
        Sql.execute(
                connection,
                "drop table if exists bench_rows",
                "create table bench_rows (id int primary key, g int, v int, t text)",
                // 100,003 is a prime, so v is unique, and in an order far from that of id.
                "insert into bench_rows select i, i % 256, (i::bigint * 7919 % 100003)::int, md5(i::text)"
                        + " from generate_series(1, " + scale.tableRows() + ") i",
                "vacuum (analyze) bench_rows");
    }

    private static List<Row> computing(Scale scale) {
        String over = " over " + Report.count(scale.tableRows()) + " rows";
        return List.of(
                Row.computing(
                        "aggregates",
                        "count, sum, avg, max" + over,
                        "select count(*), sum(v), avg(v), max(v) from bench_rows"),
                Row.computing(
                        "group-by",
                        "256 groups" + over,
                        "select g, count(*), sum(v) from bench_rows group by g order by g"),
                Row.computing(
                        "order-by-limit",
                        "order by ... limit 10" + over,
                        "select id, v from bench_rows order by v desc limit 10"),
                Row.computing(
                        "join",
                        "a join of a table with itself, each of " + Report.count(scale.tableRows()) + " rows",
                        "select count(*), sum(a.g + b.g) from bench_rows a join bench_rows b on a.id = b.v"),
                Row.computing(
                        "generate-series",
                        "sum over generate_series(1, " + Report.count(scale.series()) + ")",
                        "select sum(i) from generate_series(1, " + scale.series() + ") i"),
                Row.computing(
                        "regex",
                        "a regular expression" + over,
                        "select count(*) from bench_rows where t ~ '(ab|cd)[0-9]+f'"),
                Row.computing(
                        "jsonb",
                        "jsonb built and a field taken out" + over,
                        "select sum((jsonb_build_object('id', id, 'v', v, 't', t) ->> 'v')::int) from bench_rows"));
    }
}
