package dev.pglitej.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** pgmq: what its functions do, and that eight consumers share a queue. */
@Timeout(120)
final class PgmqTest {
    private static final int CONSUMERS = 8;
    private static final int MESSAGES = 800;

    private static PGlite open() {
        return PGlite.builder()
                .extension("pgmq")
                .initSql("select pgmq.create('jobs')")
                .open();
    }

    @Test
    void aMessageIsSentReadHiddenArchivedAndDeleted() throws SQLException {
        try (PGlite database = open();
                Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            assertThat(Sql.value(sql, "select * from pgmq.send('jobs', '{\"hello\": \"world\"}')"))
                    .isEqualTo("1");
            assertThat(Sql.column(
                            sql, "select * from pgmq.send_batch('jobs', array['{\"n\": 2}', '{\"n\": 3}']::jsonb[])"))
                    .containsExactly("2", "3");
            assertThat(Sql.value(sql, "select * from pgmq.send('jobs', '{\"n\": 4}', 3600)"))
                    .isEqualTo("4");

            assertThat(Sql.column(sql, "select message from pgmq.read('jobs', 3600, 2)"))
                    .containsExactly("{\"hello\": \"world\"}", "{\"n\": 2}");
            assertThat(Sql.column(sql, "select msg_id from pgmq.read('jobs', 3600, 10)"))
                    .containsExactly("3");
            assertThat(Sql.column(sql, "select msg_id from pgmq.read('jobs', 3600, 10)"))
                    .isEmpty();
            assertThat(Sql.value(sql, "select read_ct from pgmq.set_vt('jobs', 2, 0)"))
                    .isEqualTo("1");
            assertThat(Sql.column(sql, "select msg_id from pgmq.pop('jobs')")).containsExactly("2");
            assertThat(Sql.value(sql, "select pgmq.archive('jobs', 1)")).isEqualTo("t");
            assertThat(Sql.value(sql, "select pgmq.delete('jobs', 3)")).isEqualTo("t");
            assertThat(Sql.value(sql, "select pgmq.delete('jobs', 3)")).isEqualTo("f");
            assertThat(Sql.column(sql, "select msg_id from pgmq.a_jobs")).containsExactly("1");
            assertThat(Sql.value(sql, "select queue_length from pgmq.metrics('jobs')"))
                    .isEqualTo("1");
            assertThat(Sql.value(sql, "select pgmq.purge_queue('jobs')")).isEqualTo("1");
            assertThat(Sql.column(sql, "select queue_name from pgmq.list_queues()"))
                    .containsExactly("jobs");
            assertThat(Sql.value(sql, "select pgmq.drop_queue('jobs')")).isEqualTo("t");
        }
    }

    @Test
    void eightConsumersGetEachMessageOnce() throws Exception {
        try (PGlite database = open()) {
            ExecutorService threads = Executors.newFixedThreadPool(CONSUMERS + 1);
            try {
                List<Callable<List<String>>> workers = new ArrayList<>();
                for (int i = 0; i < CONSUMERS; i++) workers.add(() -> consume(database));
                workers.add(() -> produce(database));
                List<String> consumed = new ArrayList<>();
                for (Future<List<String>> worker : threads.invokeAll(workers, 100, TimeUnit.SECONDS)) {
                    consumed.addAll(worker.get());
                }

                assertThat(consumed)
                        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, MESSAGES)
                                .mapToObj(Integer::toString)
                                .toList());
            } finally {
                threads.shutdownNow();
            }
            try (Connection connection = database.getConnection();
                    Statement sql = connection.createStatement()) {
                assertThat(Sql.value(sql, "select count(*) from pgmq.q_jobs")).isEqualTo("0");
                assertThat(Sql.value(sql, "select count(*) from pgmq.a_jobs")).isEqualTo(Integer.toString(MESSAGES));
            }
        }
    }

    private static List<String> produce(PGlite database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            for (int i = 0; i < MESSAGES; i += 10) {
                sql.execute("select pgmq.send_batch('jobs', array_agg(jsonb_build_object('job', n)))"
                        + " from generate_series(" + (i + 1) + ", " + (i + 10) + ") n");
            }
        }
        return List.of();
    }

    /** Takes up to five messages at a time, until the last one is archived. */
    private static List<String> consume(PGlite database) throws SQLException {
        List<String> mine = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            while (!Sql.value(sql, "select count(*) from pgmq.a_jobs").equals(Integer.toString(MESSAGES))) {
                List<String> jobs =
                        Sql.column(sql, "select message ->> 'job' from pgmq.read_with_poll('jobs', 3600, 5, 1, 10)");
                for (String job : jobs) {
                    sql.execute("select pgmq.archive('jobs', msg_id) from pgmq.q_jobs where message ->> 'job' = '" + job
                            + "'");
                }
                mine.addAll(jobs);
            }
        }
        return mine;
    }
}
