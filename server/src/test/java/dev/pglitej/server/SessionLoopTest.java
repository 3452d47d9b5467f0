package dev.pglitej.server;

import static dev.pglitej.server.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that share the thread of their server's loop. */
@Timeout(120)
final class SessionLoopTest {
    private static final int MANY = 200;

    private final TestLog log = new TestLog();
    private final List<Connection> opened = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private PGlite database;

    @SuppressWarnings("NullAway.Init")
    private Server server;

    @BeforeEach
    void serve() throws IOException {
        database = PGlite.builder()
                .setting("max_connections", Integer.toString(MANY + 20))
                .open();
        ServerOptions options = ServerOptions.defaults().withSessions(MANY + 10);
        server = Server.start(Server.bind("127.0.0.1", 0), database, options, log);
    }

    @AfterEach
    void end() throws SQLException {
        for (Connection connection : opened) connection.close();
        server.close();
        database.close();
        assertThat(log.failures).isEmpty();
    }

    private Connection connect() throws SQLException {
        Connection connection =
                DriverManager.getConnection("jdbc:postgresql://" + server.hostAndPort() + "/postgres", "postgres", "");
        opened.add(connection);
        return connection;
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean ignored = statement.execute(sql);
        }
    }

    private static CompletableFuture<String> later(Connection connection, String sql) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return value(connection, sql);
            } catch (SQLException e) {
                return String.valueOf(e.getSQLState());
            }
        });
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("pglitej"))
                .count();
    }

    @Test
    void sessionsThatWaitForTheirClientsHaveNoThreads() throws SQLException {
        for (int i = 0; i < MANY; i++) assertThat(value(connect(), "select 1")).isEqualTo("1");

        eventually("only the server's own threads are left", () -> threads() < 10);

        for (Connection connection : opened) {
            assertThat(value(connection, "select 2")).isEqualTo("2");
        }
    }

    @Test
    void sessionsThatComputeKeepNoOthersWaiting() throws Exception {
        Connection other = connect();
        List<CompletableFuture<String>> computing = new ArrayList<>();
        List<Connection> computers = List.of(connect(), connect(), connect());
        for (Connection computer : computers) {
            computing.add(later(computer, "select count(*) from generate_series(1, 1000000000)"));
        }
        eventually("all of them compute", () -> queries(other, "state = 'active'") == 4);

        for (int i = 0; i < 20; i++) assertThat(value(other, "select " + i)).isEqualTo(Integer.toString(i));

        assertThat(computing).allMatch(result -> !result.isDone());
        assertThat(value(
                        other,
                        "select count(pg_cancel_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid()"))
                .isNotEqualTo("0");
        for (CompletableFuture<String> result : computing) {
            assertThat(result.get()).isEqualTo("57014");
        }
    }

    private static int queries(Connection connection, String condition) {
        try {
            return Integer.parseInt(value(connection, "select count(*) from pg_stat_activity where " + condition));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void sessionsThatWaitForLocksKeepNoOthersWaitingAndHaveNoThreads() throws Exception {
        Connection holder = connect();
        Connection other = connect();
        execute(holder, "begin; create table t (n int); commit; begin; lock table t");
        List<CompletableFuture<String>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) waiting.add(later(connect(), "select count(*) from t"));

        eventually("they wait", () -> queries(other, "wait_event_type = 'Lock'") == 20);
        eventually("without threads", () -> threads() < 10);
        assertThat(value(other, "select 1")).isEqualTo("1");
        execute(holder, "commit");

        for (CompletableFuture<String> result : waiting) {
            assertThat(result.get()).isEqualTo("0");
        }
    }

    @Test
    void aSessionThatSleepsWakesInTimeAndCanBeCancelled() throws Exception {
        Connection other = connect();
        CompletableFuture<String> sleeping = later(connect(), "select pg_sleep(3600)");
        eventually("it sleeps", () -> queries(other, "wait_event = 'PgSleep'") == 1);

        assertThat(value(connect(), "select 'slept' from pg_sleep(0.05)")).isEqualTo("slept");
        assertThat(value(other, "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'"))
                .isEqualTo("t");

        assertThat(sleeping.get()).isEqualTo("57014");
    }

    @Test
    void aSessionWhoseClientSendsNothingEndsAtItsTimeout() throws Exception {
        Connection other = connect();
        Connection idle = connect();
        String pid = value(idle, "select pg_backend_pid()");

        execute(idle, "set idle_session_timeout = '50ms'");

        eventually("it has ended", () -> queries(other, "pid = " + pid) == 0);
    }
}
