package dev.pglitej.conformance;

import static dev.pglitej.conformance.Queries.execute;
import static dev.pglitej.conformance.Queries.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pglitej.PGlite;
import dev.pglitej.conformance.wire.WireClient;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many sessions at once, many one after the other, and many databases. */
@Timeout(240)
final class ManySessionsTest {
    /** A page, which is less than any part of a backend's memory, its stack or its shared memory. */
    private static final long LEFT_BY_A_SESSION = 4096;

    @Test
    void aHundredSessionsHaveTransactionsAtOnce() throws Exception {
        List<Connection> sessions = new ArrayList<>();
        try (ServedDatabase database = ServedDatabase.inMemory()) {
            for (int i = 0; i < 100; i++) sessions.add(database.connect());
            execute(sessions.get(0), "create table seat (number int primary key, pid int)");
            for (int i = 0; i < 100; i++) {
                sessions.get(i).setAutoCommit(false);
                execute(sessions.get(i), "insert into seat values (" + i + ", pg_backend_pid())");
            }
            assertThat(value(sessions.get(99), "select count(*) from pg_stat_activity where xact_start is not null"))
                    .isEqualTo("100");
            assertThat(value(sessions.get(50), "select count(*) from seat")).isEqualTo("1");
            for (Connection session : sessions) session.commit();

            assertThat(value(sessions.get(0), "select count(distinct pid) from seat"))
                    .isEqualTo("100");
            for (Connection session : sessions) session.close();
        }
    }

    @Test
    void aPoolOfTenServesFortyThreads() throws Exception {
        int threads = 40;
        int turns = 50;
        HikariConfig config = new HikariConfig();
        try (ServedDatabase database = ServedDatabase.inMemory()) {
            try (Connection connection = database.connect()) {
                execute(connection, "create table counter (id int primary key, n int)");
                execute(connection, "insert into counter select g, 0 from generate_series(0, 4) g");
            }
            config.setJdbcUrl(database.url());
            config.setMaximumPoolSize(10);
            try (HikariDataSource pool = new HikariDataSource(config)) {
                inThreads(threads, thread -> {
                    for (int turn = 0; turn < turns; turn++) count(pool, (thread + turn) % 5);
                });

                try (Connection connection = pool.getConnection()) {
                    assertThat(value(connection, "select sum(n) from counter")).isEqualTo("" + threads * turns);
                    assertThat(value(connection, "select count(*) from pg_stat_activity where datname = 'postgres'"))
                            .satisfies(
                                    count -> assertThat(Integer.parseInt(count)).isLessThanOrEqualTo(10));
                }
            }
        }
    }

    private static void count(HikariDataSource pool, int id) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement update = connection.prepareStatement("update counter set n = n + 1 where id = ?")) {
                update.setInt(1, id);
                assertThat(update.executeUpdate()).isEqualTo(1);
            }
            connection.commit();
        }
    }

    /**
     * What a session leaves behind shows in every thousand of them; what else makes the server grow (compiled code, the first
     * autovacuum) shows once.
     */
    @Test
    void tenThousandSessionsLeaveNothingBehind() throws IOException {
        try (ServerProcess server = ServerProcess.start()) {
            connectAndLeave(server, 2_000);
            long threads = server.threads();
            long descriptors = server.descriptors();
            long mappings = server.mappings();
            long leastGrowth = Long.MAX_VALUE;
            for (int thousands = 0; thousands < 8; thousands++) {
                long before = server.residentBytes();
                connectAndLeave(server, 1_000);
                leastGrowth = Math.min(leastGrowth, server.residentBytes() - before);
            }

            assertThat(server.threads()).isLessThan(threads + 20);
            assertThat(server.descriptors()).isLessThan(descriptors + 20);
            assertThat(server.mappings()).isLessThan(mappings + 200);
            assertThat(leastGrowth).isLessThan(1_000 * LEFT_BY_A_SESSION);
        }
    }

    private static void connectAndLeave(ServerProcess server, int times) throws IOException {
        for (int i = 0; i < times; i++) connectAndLeave(server);
    }

    private static void connectAndLeave(ServerProcess server) throws IOException {
        try (WireClient client =
                WireClient.connect(server.address(), Map.of("user", "postgres", "database", "postgres"))) {
            client.query("select 1");
        }
    }

    /**
     * PostgreSQL writes its log while it holds its database's processor, and never lets go of it in between. So when both logs'
     * readers meet, both processors are held.
     */
    @Test
    void twoDatabasesRunAtTheSameTime() throws Exception {
        CyclicBarrier meeting = new CyclicBarrier(2);
        try (ServedDatabase one = ServedDatabase.serve(PGlite.builder().log(line -> meet(line, meeting)));
                ServedDatabase other = ServedDatabase.serve(PGlite.builder().log(line -> meet(line, meeting)))) {
            List<ServedDatabase> both = List.of(one, other);

            inThreads(2, thread -> {
                try (Connection connection = both.get(thread).connect()) {
                    execute(connection, "do $$ begin raise log 'rendezvous'; end $$");
                }
            });

            assertThat(meeting.isBroken()).isFalse();
            assertThat(meeting.getNumberWaiting()).isZero();
        }
    }

    private static void meet(String line, CyclicBarrier meeting) {
        if (!line.contains("rendezvous") || line.contains("STATEMENT")) return;
        try {
            int arrival = meeting.await(60, TimeUnit.SECONDS);
            assertThat(arrival).isBetween(0, 1);
        } catch (Exception e) {
            throw new AssertionError("the other database did not come while this one ran", e);
        }
    }

    private interface Work {
        void in(int thread) throws Exception;
    }

    private static void inThreads(int count, Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int thread = i;
                all.add(() -> {
                    work.in(thread);
                    return null;
                });
            }
            for (Future<Void> one : threads.invokeAll(all)) one.get();
        } finally {
            threads.shutdownNow();
        }
    }
}
