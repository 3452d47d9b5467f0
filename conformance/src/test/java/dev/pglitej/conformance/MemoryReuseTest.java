package dev.pglitej.conformance;

import static dev.pglitej.conformance.Queries.await;
import static dev.pglitej.conformance.Queries.execute;
import static dev.pglitej.conformance.Queries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import dev.pglitej.Snapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Databases and sessions begin in the memory of those that have ended, and must not see anything of them. */
@Timeout(240)
final class MemoryReuseTest {
    /** What differs from database to database if anything is left of a former one. */
    private static final String STATE = "select concat_ws('|', (select count(*) from pg_class),"
            + " (select count(*) from pg_locks where locktype = 'advisory'),"
            + " (select count(*) from pg_stat_activity where backend_type = 'client backend'),"
            + " (select count(*) from pg_prepared_statements), (select count(*) from pg_cursors),"
            + " (select count(*) from pg_listening_channels()), (select string_agg(name || '=' || setting, ',' order by name)"
            + " from pg_settings where source in ('session', 'database', 'user')),"
            + " (select count(*) from pg_stat_user_tables))";

    private static void disturb(PGlite database) throws SQLException {
        try (Connection one = database.getConnection();
                Connection two = database.getConnection()) {
            execute(
                    one,
                    "create table left_behind as select n, repeat('secret', 100) as t from generate_series(1, 20000) n",
                    "create index on left_behind (n)",
                    "select pg_advisory_lock(1), pg_advisory_lock(2)",
                    "listen left_behind",
                    "set work_mem = '9MB'",
                    "prepare left_behind as select 1",
                    "create temporary table mine (a int)",
                    "begin",
                    "insert into left_behind values (-1, 'not committed')");
            execute(two, "begin", "lock table pg_class in access share mode", "notify left_behind, 'x'");
        }
    }

    @RepeatedTest(5)
    void aNewDatabaseSeesNothingOfThoseThatWereClosed() throws SQLException {
        String expected;
        try (PGlite first = PGlite.inMemory();
                Connection connection = first.getConnection()) {
            expected = value(connection, STATE);
        }
        try (PGlite former = PGlite.inMemory()) {
            disturb(former);
        }
        try (PGlite next = PGlite.inMemory();
                Connection connection = next.getConnection()) {
            assertThat(value(connection, STATE)).isEqualTo(expected);
            execute(connection, "create table left_behind (n int)");
            assertThat(value(connection, "select count(*) from left_behind")).isEqualTo("0");
        }
    }

    @Test
    void copiesThatComeAndGoInParallelHoldWhatTheirSnapshotHeld() throws Exception {
        try (PGlite original = PGlite.inMemory()) {
            try (Connection connection = original.getConnection()) {
                execute(
                        connection,
                        "create table t as select n, repeat('x', 500) as x from generate_series(1, 2000) n");
            }
            try (Snapshot snapshot = original.snapshot()) {
                ExecutorService threads = Executors.newFixedThreadPool(4);
                try {
                    List<Future<?>> all = IntStream.range(0, 4)
                            .<Future<?>>mapToObj(thread -> threads.submit(() -> {
                                for (int round = 0; round < 10; round++) use(snapshot, thread * 100 + round);
                                return null;
                            }))
                            .toList();
                    for (Future<?> one : all) one.get();
                } finally {
                    threads.shutdownNow();
                }
            }
        }
    }

    private static void use(Snapshot snapshot, int number) throws SQLException {
        try (PGlite copy = snapshot.open();
                Connection connection = copy.getConnection()) {
            assertThat(value(connection, "select count(*) || ',' || sum(n) from t"))
                    .isEqualTo("2000,2001000");
            execute(
                    connection,
                    "update t set x = repeat('y', 600), n = n + " + number,
                    "create table t" + number + " as select * from t");
            assertThat(value(connection, "select sum(n) from t" + number))
                    .isEqualTo(String.valueOf(2001000 + 2000 * number));
        }
    }

    @Test
    void aSessionSeesNothingOfTheOneWhoseMemoryItHas() throws SQLException {
        try (PGlite database = PGlite.inMemory();
                Connection observer = database.getConnection()) {
            String expected;
            try (Connection connection = database.getConnection()) {
                expected = value(connection, STATE);
            }
            for (int round = 0; round < 5; round++) {
                try (Connection connection = database.getConnection()) {
                    execute(
                            connection,
                            "set work_mem = '9MB'",
                            "select pg_advisory_lock(7)",
                            "prepare mine as select 1",
                            "create temporary table mine (a int)",
                            "do $$ begin perform set_config('my.secret', 'x', false); end $$",
                            "declare mine cursor with hold for select generate_series(1, 100000)");
                }
                await(observer, "select count(*) = 1 from pg_stat_activity where backend_type = 'client backend'");
                try (Connection connection = database.getConnection()) {
                    assertThat(value(connection, STATE)).isEqualTo(expected);
                    assertThat(value(connection, "select coalesce(current_setting('my.secret', true), 'none')"))
                            .isEqualTo("none");
                }
            }
        }
    }
}
