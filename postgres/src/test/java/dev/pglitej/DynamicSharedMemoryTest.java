package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.api.Durability;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory that PostgreSQL makes for its processes while they run: the cumulative statistics, above all, which grow with every table.
 *
 * <p>The system property {@code pglitej.many.tables} says how many tables there are to be.
 */
@Timeout(1800)
final class DynamicSharedMemoryTest {
    private static final int TABLES = Integer.getInteger("pglitej.many.tables", 2500);

    /** In a directory, where each has files on a disk, fewer do as well. */
    private static final int TABLES_IN_DIRECTORY = Integer.getInteger("pglitej.many.tables", 500);

    /** How many tables one transaction makes or drops: each holds a lock. */
    private static final int BATCH = 50;

    /** How many one statement makes or drops, so that each answers in time on a slow disk. */
    private static final int STATEMENT = 2000;

    /** No memory set aside for it when the database starts, so that a few tables need more. */
    private static PGlite.Builder withoutReserve() {
        return PGlite.builder().setting("min_dynamic_shared_memory", "0");
    }

    /** In a session a statement: what it has cached of all tables it has touched counts as a session's memory. */
    private static void forEach(PGlite database, int from, int to, String statements) {
        for (int first = from; first <= to; first += STATEMENT) {
            int last = Math.min(to, first + STATEMENT - 1);
            try (ScriptedClient client = ScriptedClient.connect(database)) {
                client.rows("do $$ begin for i in " + first + ".." + last + " loop " + statements + "; if i % " + BATCH
                        + " = 0 then commit; end if; end loop; end $$");
            }
        }
    }

    /** The tables that the statistics say have had their row; asked by a session of its own. */
    private static int counted(PGlite database) {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            return Integer.parseInt(client.value(
                    "select count(*) from pg_stat_user_tables where relname like 'many%' and n_tup_ins = 1"));
        }
    }

    private static int segments(PGlite database) {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            return Integer.parseInt(client.value("select count(*) from pg_ls_dir('/dev/shm')"));
        }
    }

    private static void create(PGlite database, int from, int to) {
        forEach(
                database,
                from,
                to,
                "execute format('create table many_%s (a int)', i);"
                        + " execute format('insert into many_%s values (1)', i)");
    }

    private static void drop(PGlite database, int from, int to) {
        forEach(database, from, to, "execute format('drop table many_%s', i)");
    }

    private static void makeTouchForkAndDrop(PGlite database, int tables) {
        create(database, 1, tables / 2);
        try (PGlite fork = database.fork()) {
            assertThat(counted(fork)).isEqualTo(tables / 2);
            create(fork, tables / 2 + 1, tables);
            assertThat(counted(fork)).isEqualTo(tables);
            drop(fork, 1, tables);
            assertThat(counted(fork)).isZero();
        }
        create(database, tables / 2 + 1, tables);
        assertThat(counted(database)).isEqualTo(tables);

        drop(database, 1, tables);

        assertThat(counted(database)).isZero();
        create(database, 1, 1);
        assertThat(counted(database)).isEqualTo(1);
    }

    @Test
    void manyTablesAreMadeTouchedForkedAndDroppedInMemory() {
        try (PGlite database = withoutReserve().open()) {
            int before = segments(database);
            makeTouchForkAndDrop(database, TABLES);
            assertThat(segments(database)).isGreaterThanOrEqualTo(before);
        }
    }

    @Test
    void manyTablesAreMadeTouchedForkedAndDroppedInADirectory(@TempDir Path directory) {
        Path data = directory.resolve("data");
        try (PGlite database =
                withoutReserve().directory(data).durability(Durability.NONE).open()) {
            makeTouchForkAndDrop(database, TABLES_IN_DIRECTORY);
            create(database, 2, TABLES_IN_DIRECTORY);
        }
        try (PGlite again = withoutReserve().directory(data).open()) {
            assertThat(counted(again)).isEqualTo(TABLES_IN_DIRECTORY);
        }
    }

    @Test
    void aSavedSnapshotKeepsWhatIsInIt(@TempDir Path directory) {
        Path file = directory.resolve("snapshot");
        try (PGlite database = withoutReserve().open()) {
            create(database, 1, 1000);
            try (Snapshot snapshot = database.snapshot()) {
                snapshot.save(file);
            }
        }

        try (Snapshot snapshot = Snapshot.load(file);
                PGlite copy = snapshot.open()) {
            assertThat(counted(copy)).isEqualTo(1000);
            create(copy, 1001, 1100);
            assertThat(counted(copy)).isEqualTo(1100);
        }
    }

    /** What is left of a session's memory beside the buffer pool here would not do for the statistics of all the tables in the long run. */
    @Test
    void statisticsTakeNothingOfWhatASessionMayHaveOfMemory() {
        PGlite.Builder small =
                withoutReserve().setting("shared_buffers", "138MB").memoryLimit(168 << 20);
        // More than that, and the copy of the statistics that a session keeps takes what it may have.
        int tables = Math.min(TABLES, 6_000);
        try (PGlite database = small.open()) {
            create(database, 1, tables);
            assertThat(counted(database)).isEqualTo(tables);

            drop(database, 1, tables);

            assertThat(counted(database)).isZero();
            create(database, 1, BATCH);
            assertThat(counted(database)).isEqualTo(BATCH);
        }
    }

    @Test
    void aSessionThatHasUsedUpItsMemoryReachesTheStatisticsOfOthersTables() {
        try (PGlite database = withoutReserve().memoryLimit(200 << 20).open();
                ScriptedClient full = ScriptedClient.connect(database)) {
            create(database, 1, TABLES);
            fill(full);

            for (int i = 1; i <= TABLES; i += TABLES / 20) {
                List<ErrorResponse> errors =
                        ScriptedClient.only(full.query("drop table many_" + i), ErrorResponse.class);
                assertThat(errors).allMatch(error -> error.error().sqlState().equals("53200"));
            }

            full.rows("reset all");
            full.rows("drop table many_2");
            drop(database, 3, BATCH);
            assertThat(full.value("select count(*) > 0 from pg_stat_user_tables where n_tup_ins = 1"))
                    .isEqualTo("t");
        }
    }

    /** Settings hold on to what they are given, down to small pieces. */
    private static void fill(ScriptedClient client) {
        int number = 0;
        for (int length = 32 << 20; length >= 1024; length /= 2) {
            boolean fits = true;
            while (fits) {
                String setting =
                        "select length(set_config('fill.s" + number++ + "', repeat('x', " + length + "), false))";
                fits = ScriptedClient.only(client.query(setting), ErrorResponse.class)
                        .isEmpty();
            }
        }
    }

    @Test
    void segmentsThatNobodyMapsAreGivenBack() {
        try (PGlite database = withoutReserve().open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows(
                    "create table big as select i as id, repeat('x', 40) as text from generate_series(1, 100000) i");
            client.rows("analyze big");
            client.rows(
                    "set max_parallel_workers_per_gather = 2; set parallel_setup_cost = 0; set parallel_tuple_cost = 0;"
                            + " set min_parallel_table_scan_size = 0; set work_mem = '64MB'; set enable_mergejoin = off;"
                            + " set enable_nestloop = off");
            String join = "select count(*) from big a join big b using (id)";
            assertThat(client.rows("explain " + join).toString()).contains("Parallel Hash");
            assertThat(client.value(join)).isEqualTo("100000");
            int before = segments(database);

            for (int round = 0; round < 10; round++) {
                assertThat(client.value(join)).isEqualTo("100000");
            }

            assertThat(segments(database)).isEqualTo(before);
        }
    }
}
