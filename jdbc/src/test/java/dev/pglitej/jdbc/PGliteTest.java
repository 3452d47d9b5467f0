package dev.pglitej.jdbc;

import static dev.pglitej.jdbc.contract.Sql.awaitTrue;
import static dev.pglitej.jdbc.contract.Sql.execute;
import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.PGlite;
import dev.pglitej.api.Notification;
import dev.pglitej.api.Subscription;
import dev.pglitej.jdbc.contract.Sql;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PGlite does with this module on the class path. */
@Timeout(60)
final class PGliteTest {
    private static PGlite database;

    @BeforeAll
    static void open() {
        database = PGlite.inMemory();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void aDatabaseGivesConnections() throws SQLException {
        try (Connection one = database.getConnection();
                Connection two = database.dataSource().getConnection()) {
            execute(one, "create table given (id int)");

            assertThat(text(two, "select to_regclass('given')")).isEqualTo("given");
        }
    }

    @Test
    void aListenerHearsItsChannelAndNoOther() throws Exception {
        BlockingQueue<Notification> heard = new LinkedBlockingQueue<>();
        try (Connection connection = database.getConnection()) {
            int pid = Integer.parseInt(text(connection, "select pg_backend_pid()"));
            try (Subscription news = database.listen("Evening \"News\"", heard::add)) {
                execute(connection, "notify other, 'no'", "notify \"Evening \"\"News\"\"\", 'hello'");

                assertThat(heard.poll(30, TimeUnit.SECONDS))
                        .isEqualTo(new Notification("Evening \"News\"", "hello", pid));
                assertThat(news).isNotNull();
            }
            awaitTrue(connection, "select count(*) = 0 from pg_stat_activity where query like 'listen%'");
        }
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aListenerThatFailsHearsTheNextAllTheSame(boolean byAnError) throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (Connection connection = database.getConnection();
                Subscription subscription = database.listen("failing", notification -> {
                    heard.add(notification.payload());
                    if (byAnError) throw new AssertionError("on purpose");
                    throw new IllegalStateException("on purpose");
                })) {
            execute(connection, "notify failing, 'one'", "notify failing, 'two'");

            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("one");
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("two");
            assertThat(subscription).isNotNull();
        }
    }

    @Test
    void aSubscriptionWhoseSessionWasTerminatedIsClosedWithoutAFailure() throws Exception {
        Subscription subscription = database.listen("ended", notification -> {});
        try (Connection connection = database.getConnection()) {
            execute(connection, "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%'");
            awaitTrue(connection, "select count(*) = 0 from pg_stat_activity where query like 'listen%'");

            subscription.close();
            subscription.close();
        }
    }

    @Test
    void aChannelThatPostgresRefusesLeavesNoConnection() throws Exception {
        assertThatThrownBy(() -> database.listen("a\0b", notification -> {})).isInstanceOf(SQLException.class);

        try (Connection connection = database.getConnection()) {
            awaitTrue(
                    connection,
                    "select count(*) = 0 from pg_stat_activity"
                            + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
        }
    }

    @Test
    void copyTakesRowsInAndGivesThemOut() throws Exception {
        try (Connection connection = database.getConnection()) {
            execute(connection, "create table copied (id int, name text)");
        }
        byte[] rows = "1\tone\n2\ttwo\n".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(database.copyIn("copy copied from stdin", new ByteArrayInputStream(rows)))
                .isEqualTo(2);
        assertThat(database.copyOut("copy copied to stdout", out)).isEqualTo(2);

        assertThat(out.toByteArray()).isEqualTo(rows);
    }

    @Test
    void aClosedDatabaseGivesNoConnectionsAndEndsThoseItGave() throws SQLException {
        PGlite closed = PGlite.inMemory();
        Connection connection = closed.getConnection();

        closed.close();

        assertThat(Sql.failure(connection, "select 1").getSQLState()).isIn("57P01", "08006");
        assertThatThrownBy(closed::getConnection)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P03"))
                .hasMessageContaining("the database is closed");
        connection.close();
    }
}
