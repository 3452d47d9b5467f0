package dev.pglitej;

import static dev.pglitej.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The processes that a server runs beside its clients' backends. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
final class ServerProcessesTest {
    private static final String HELPERS =
            "select coalesce(string_agg(backend_type, ', ' order by backend_type), '') from pg_stat_activity"
                    + " where backend_type in ('checkpointer', 'walwriter', 'background writer', 'autovacuum launcher')";

    @SuppressWarnings("NullAway.Init")
    private PGlite database;

    @BeforeAll
    void open() {
        database = PGlite.builder().setting("autovacuum_naptime", "1s").open();
    }

    @AfterAll
    void shutDown() {
        database.close();
    }

    @Test
    void aDirectoryHasAllHelpersFromItsFirstSessionOn(@TempDir Path directory) throws IOException {
        MadeDirectory.copyTo(directory);
        try (PGlite durable = PGlite.open(directory);
                ScriptedClient client = ScriptedClient.connect(durable)) {
            eventually(
                    "all helpers run",
                    () -> client.value(HELPERS)
                            .equals("autovacuum launcher, background writer, checkpointer, walwriter"));
        }
    }

    @Test
    void aDirectoryThatNobodyUsesKeepsItsCheckpointerAlone(@TempDir Path directory) throws IOException {
        MadeDirectory.copyTo(directory);
        try (PGlite durable = PGlite.open(directory)) {
            try (ScriptedClient client = ScriptedClient.connect(durable)) {
                client.rows("create table t (n int)");
            }

            eventually("the others have ended", () -> durable.statistics().processes() == 1);

            try (ScriptedClient client = ScriptedClient.connect(durable)) {
                assertThat(client.value(HELPERS)).isEqualTo("checkpointer");
                eventually(
                        "all helpers run again",
                        () -> client.value(HELPERS)
                                .equals("autovacuum launcher, background writer, checkpointer, walwriter"));
            }
        }
    }

    @Test
    void inMemoryHelpersStartWhenThereIsWorkForThem() {
        try (PGlite fresh = PGlite.inMemory();
                ScriptedClient client = ScriptedClient.connect(fresh)) {
            assertThat(client.value(HELPERS)).isEqualTo("");

            client.rows("checkpoint");
            assertThat(client.value(HELPERS)).contains("checkpointer");

            client.rows("create table t (n int)");
            client.rows("set synchronous_commit = off");
            client.rows("insert into t values (1)");
            String written = client.value("select pg_current_wal_insert_lsn()");

            eventually(
                    "the WAL writer has flushed it",
                    () -> client.value("select pg_current_wal_flush_lsn() >= '" + written + "'")
                            .equals("t"));
            assertThat(client.value(HELPERS)).contains("walwriter");
            eventually("it is vacuumed by itself", () -> client.value(HELPERS).contains("autovacuum launcher"));
        }
    }

    @Test
    void inMemoryHelpersEndWhenNobodyUsesTheDatabaseAndComeBackWhenSomebodyDoes() {
        try (PGlite fresh = PGlite.inMemory();
                ScriptedClient client = ScriptedClient.connect(fresh)) {
            client.rows("checkpoint");
            eventually("it is vacuumed by itself", () -> client.value(HELPERS).contains("autovacuum launcher"));
            assertThat(fresh.statistics().processes()).isGreaterThan(2);

            eventually("only the session is left", () -> fresh.statistics().processes() == 1);

            client.rows("checkpoint");
            assertThat(client.value(HELPERS)).contains("checkpointer");
        }
    }

    @Test
    void changedRowsAreVacuumedAndAnalyzedByThemselves() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows(
                    "create table changing (i int) with (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0,"
                            + " autovacuum_analyze_threshold = 1, autovacuum_analyze_scale_factor = 0)");
            client.rows("insert into changing select generate_series(1, 1000)");
            client.rows("delete from changing where i > 500");

            eventually(
                    "the table is vacuumed and analyzed",
                    () -> client.value("select autovacuum_count > 0 and autoanalyze_count > 0 from pg_stat_user_tables"
                                    + " where relname = 'changing'")
                            .equals("t"));
        }
    }

    @Test
    void aParallelQueryGetsItsWorkers() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("create table wide as select i, i % 10 as digit from generate_series(1, 20000) i");
            for (String setting : List.of(
                    "max_parallel_workers_per_gather = 2",
                    "parallel_setup_cost = 0",
                    "parallel_tuple_cost = 0",
                    "min_parallel_table_scan_size = 0")) {
                client.rows("set " + setting);
            }

            List<List<String>> plan =
                    client.rows("explain (analyze, costs off, timing off) select count(*), sum(digit) from wide");

            assertThat(plan.stream().map(row -> row.get(0).strip())).contains("Workers Launched: 2");
            assertThat(client.rows("select count(*), sum(digit) from wide")).containsExactly(List.of("20000", "90000"));
        }
    }

    @Test
    void aTableIsDroppedBeforeThereIsACheckpointer() {
        try (PGlite fresh = PGlite.inMemory();
                ScriptedClient client = ScriptedClient.connect(fresh)) {
            client.rows("create table gone as select generate_series(1, 1000)");
            client.rows("drop table gone");

            assertThat(client.value("select count(*) from pg_class where relname = 'gone'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void theVolumeOfTheLogBringsCheckpointsWhichKeepItSmall() {
        PGlite.Builder small = PGlite.builder()
                .setting("max_wal_size", "32MB")
                .setting("min_wal_size", "32MB")
                .setting("checkpoint_completion_target", "0");
        try (PGlite writing = small.open();
                ScriptedClient client = ScriptedClient.connect(writing)) {
            String written = client.value("select pg_current_wal_lsn()");
            client.rows("create table logged (line text)");
            for (int i = 0; i < 12; i++) {
                client.rows("insert into logged select repeat('x', 1000) from generate_series(1, 10000)");
            }

            assertThat(client.value("select pg_current_wal_lsn() - '" + written + "' > 100000000"))
                    .isEqualTo("t");
            eventually(
                    "there were checkpoints, and what they made superfluous is gone",
                    () -> client.value(
                                    "select num_requested >= 2 and num_done >= 2 and (select sum(size) < 70000000 from pg_ls_waldir())"
                                            + " from pg_stat_checkpointer")
                            .equals("t"));
        }
    }

    @Test
    void aDatabaseWithoutSessionsRunsNoThread() throws Exception {
        // A thread belongs to the group of the thread that starts it, so threads of other databases are not seen.
        ThreadGroup group = new ThreadGroup("a database alone");
        FutureTask<List<String>> threads = new FutureTask<>(() -> {
            try (PGlite fresh = PGlite.inMemory()) {
                assertThat(fresh).isNotNull();
                return names(group);
            }
        });

        new Thread(group, threads, "its opener").start();

        assertThat(threads.get()).containsExactly("its opener");
    }

    private static List<String> names(ThreadGroup group) {
        Thread[] all = new Thread[100];
        int count = group.enumerate(all);
        return Stream.of(all).limit(count).map(Thread::getName).toList();
    }
}
