package dev.pglitej.jdbc.contract;

import static dev.pglitej.jdbc.contract.Sql.awaitActive;
import static dev.pglitej.jdbc.contract.Sql.awaitTrue;
import static dev.pglitej.jdbc.contract.Sql.execute;
import static dev.pglitej.jdbc.contract.Sql.failure;
import static dev.pglitej.jdbc.contract.Sql.inBackground;
import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The reasons for which PostgreSQL ends a session, as pgjdbc's users see them, however they reach the database. The answers are those of
 * native PostgreSQL 18, where these cases run too.
 */
@Timeout(120)
public abstract class SessionEndsContract {
    private static final String TERMINATED = "FATAL: terminating connection due to administrator command";

    /** A connection to the database that all cases share. */
    protected abstract Connection connect(String user, String database, Map<String, String> parameters)
            throws SQLException;

    private Connection connect() throws SQLException {
        return connect("postgres", "postgres", Map.of());
    }

    private static String pid(Connection connection) throws SQLException {
        return text(connection, "select pg_backend_pid()");
    }

    private static void awaitGone(Connection observer, String pid) throws SQLException {
        awaitTrue(observer, "select count(*) = 0 from pg_stat_activity where pid = " + pid);
    }

    private static void terminate(Connection observer, String pid) throws SQLException {
        execute(observer, "select pg_terminate_backend(" + pid + ")");
        awaitGone(observer, pid);
    }

    private static void assertReason(SQLException error, String sqlState, String message) {
        assertThat((Throwable) error).isNotNull().hasMessageContaining(message);
        assertThat(error.getSQLState()).isEqualTo(sqlState);
    }

    private SQLException refusal(String user, String database, Map<String, String> parameters) {
        return catchThrowableOfType(
                SQLException.class, () -> connect(user, database, parameters).close());
    }

    @ParameterizedTest
    @CsvSource({
        "idle_session_timeout, true, 57P05, terminating connection due to idle-session timeout",
        "idle_in_transaction_session_timeout, false, 25P03, terminating connection due to idle-in-transaction timeout",
        "transaction_timeout, false, 25P04, terminating connection due to transaction timeout"
    })
    protected void theStatementAfterATimeoutOfTheIdleSessionSaysWhichItWas(
            String setting, boolean autoCommit, String sqlState, String message) throws SQLException {
        try (Connection observer = connect();
                Connection victim = connect()) {
            String pid = pid(victim);
            victim.setAutoCommit(autoCommit);
            execute(victim, "set " + setting + " = '20ms'", "select 1");
            awaitGone(observer, pid);

            SQLException error = failure(victim, "select 1");

            assertReason(error, sqlState, "FATAL: " + message);
            assertThat(victim.isClosed()).isTrue();
        }
    }

    @Test
    protected void aTransactionTimeoutEndsTheStatementThatRuns() throws SQLException {
        try (Connection victim = connect()) {
            execute(victim, "set transaction_timeout = '20ms'");

            SQLException error = failure(victim, "select pg_sleep(1000)");

            assertReason(error, "25P04", "FATAL: terminating connection due to transaction timeout");
        }
    }

    @Test
    protected void theStatementAfterATerminationSaysSo() throws SQLException {
        try (Connection observer = connect();
                Connection victim = connect()) {
            terminate(observer, pid(victim));

            SQLException error = failure(victim, "select 1");

            assertReason(error, "57P01", TERMINATED);
            assertThat(victim.isClosed()).isTrue();
            assertThat(victim.isValid(1)).isFalse();
        }
    }

    @Test
    protected void aTerminatedStatementSaysSo() throws Exception {
        try (Connection observer = connect();
                Connection victim = connect()) {
            String pid = pid(victim);
            Future<SQLException> outcome = inBackground(() -> failure(victim, "select pg_sleep(1000) /* ended */"));
            awaitActive(observer, "ended");

            terminate(observer, pid);

            assertReason(outcome.get(), "57P01", TERMINATED);
        }
    }

    @Test
    protected void aTerminatedComputationSaysSo() throws Exception {
        try (Connection observer = connect();
                Connection victim = connect()) {
            String pid = pid(victim);
            Future<SQLException> outcome = inBackground(
                    () -> failure(victim, "select count(*) /* ended too */ from generate_series(1, 100000000000)"));
            awaitActive(observer, "ended too");

            terminate(observer, pid);

            assertReason(outcome.get(), "57P01", TERMINATED);
        }
    }

    @Test
    protected void theCommitAfterATerminationSaysSo() throws SQLException {
        try (Connection observer = connect();
                Connection victim = connect()) {
            String pid = pid(victim);
            victim.setAutoCommit(false);
            execute(victim, "create temp table uncommitted (id int)");
            terminate(observer, pid);

            SQLException error = catchThrowableOfType(SQLException.class, victim::commit);

            assertReason(error, "57P01", TERMINATED);
        }
    }

    @Test
    protected void theBatchAfterATerminationSaysSo() throws SQLException {
        try (Connection observer = connect();
                Connection victim = connect();
                PreparedStatement batch = victim.prepareStatement("select ?::int")) {
            for (int i = 0; i < 100; i++) {
                batch.setInt(1, i);
                batch.addBatch();
            }
            terminate(observer, pid(victim));

            SQLException error = catchThrowableOfType(SQLException.class, batch::executeBatch);

            assertReason(error, "57P01", TERMINATED);
        }
    }

    @Test
    protected void theNextRowsOfACursorAfterATerminationSaySo() throws SQLException {
        try (Connection observer = connect();
                Connection victim = connect();
                Statement statement = victim.createStatement()) {
            String pid = pid(victim);
            victim.setAutoCommit(false);
            statement.setFetchSize(1);
            try (ResultSet rows = statement.executeQuery("select generate_series(1, 10)")) {
                assertThat(rows.next()).isTrue();
                terminate(observer, pid);

                SQLException error = catchThrowableOfType(SQLException.class, rows::next);

                assertReason(error, "57P01", TERMINATED);
            }
        }
    }

    /** pgjdbc keeps the reason to itself here: it reads it, but looks for the end of the COPY behind it. */
    @Test
    protected void aCopyOfATerminatedSessionFails() throws SQLException {
        try (Connection observer = connect();
                Connection victim = connect()) {
            String pid = pid(victim);
            execute(victim, "create temp table half (id int)");
            CopyIn copy = victim.unwrap(PGConnection.class).getCopyAPI().copyIn("copy half from stdin");
            copy.writeToCopy(new byte[] {'1', '\n'}, 0, 2);
            copy.flushCopy();
            terminate(observer, pid);

            SQLException error = catchThrowableOfType(SQLException.class, copy::endCopy);

            // It may also keep its own lock on the connection then, for which isValid() would wait for ever.
            assertThat(error.getSQLState()).isEqualTo("08006");
            victim.abort(Runnable::run);
        }
    }

    @Test
    protected void whoWritesACopyWithoutEndLearnsThatTheSessionHasEnded() throws SQLException {
        try (Connection observer = connect()) {
            Connection victim = connect();
            String pid = pid(victim);
            execute(victim, "create temp table endless (id int)");
            CopyIn copy = victim.unwrap(PGConnection.class).getCopyAPI().copyIn("copy endless from stdin");
            terminate(observer, pid);

            SQLException error = null;
            while (error == null) {
                error = catchThrowableOfType(SQLException.class, () -> {
                    copy.writeToCopy(new byte[] {'1', '\n'}, 0, 2);
                    copy.flushCopy();
                });
            }

            assertThat(error.getSQLState()).isEqualTo("08006");
            victim.abort(Runnable::run);
        }
    }

    @Test
    protected void whoAsksForNotificationsLearnsThatTheSessionWasTerminated() throws SQLException {
        try (Connection observer = connect();
                Connection victim = connect()) {
            terminate(observer, pid(victim));

            SQLException error = catchThrowableOfType(
                    SQLException.class, () -> victim.unwrap(PGConnection.class).getNotifications(10_000));

            assertReason(error, "57P01", TERMINATED);
        }
    }

    @Test
    protected void droppingADatabaseByForceEndsItsSessions() throws SQLException {
        try (Connection observer = connect()) {
            execute(observer, "create database forced");
            try (Connection victim = connect("postgres", "forced", Map.of())) {
                execute(victim, "select 1");
                execute(observer, "drop database forced with (force)");

                SQLException error = failure(victim, "select 1");

                assertReason(error, "57P01", TERMINATED);
            }
            assertReason(refusal("postgres", "forced", Map.of()), "3D000", "FATAL: database \"forced\" does not exist");
        }
    }

    @Test
    protected void whoMayNotConnectIsToldWhy() throws SQLException {
        try (Connection observer = connect()) {
            execute(
                    observer,
                    "create role absent nologin",
                    "create role single login connection limit 1",
                    "create database locked_up allow_connections false",
                    "create database narrow connection limit 0",
                    "create database closed",
                    "revoke connect on database closed from public");

            try (Connection first = connect("single", "postgres", Map.of())) {
                execute(first, "select 1");
                assertReason(
                        refusal("single", "postgres", Map.of()),
                        "53300",
                        "FATAL: too many connections for role \"single\"");
            }
            assertReason(
                    refusal("absent", "postgres", Map.of()),
                    "28000",
                    "FATAL: role \"absent\" is not permitted to log in");
            assertReason(
                    refusal("postgres", "locked_up", Map.of()),
                    "55000",
                    "FATAL: database \"locked_up\" is not currently accepting connections");
            assertReason(
                    refusal("single", "narrow", Map.of()),
                    "53300",
                    "FATAL: too many connections for database \"narrow\"");
            assertReason(
                    refusal("single", "closed", Map.of()), "42501", "FATAL: permission denied for database \"closed\"");
            assertReason(
                    refusal("postgres", "postgres", Map.of("options", "-c work_mem=nothing")),
                    "22023",
                    "FATAL: invalid value for parameter \"work_mem\": \"nothing\"");
            assertReason(
                    refusal("postgres", "postgres", Map.of("options", "-c no_such_setting=1")),
                    "42704",
                    "FATAL: unrecognized configuration parameter \"no_such_setting\"");
        }
    }

    @Test
    protected void aSessionWhoseClientIsCheckedForGoesOnWhileItIsThere() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "set client_connection_check_interval = '5ms'");

            assertThat(text(connection, "select pg_sleep(0.1) is not null")).isEqualTo("t");
        }
    }

    @Test
    protected void aStatementWhoseClientIsCheckedForEndsWhenItHasGone() throws Exception {
        try (Connection observer = connect()) {
            Connection victim = connect();
            String pid = pid(victim);
            execute(victim, "set client_connection_check_interval = '5ms'");
            Future<SQLException> outcome = inBackground(() -> failure(victim, "select pg_sleep(1000) /* left */"));
            awaitActive(observer, "left");

            victim.abort(Runnable::run);

            assertThat(outcome.get().getSQLState()).startsWith("08");
            awaitGone(observer, pid);
        }
    }
}
