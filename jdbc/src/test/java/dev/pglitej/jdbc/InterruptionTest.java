package dev.pglitej.jdbc;

import static dev.pglitej.jdbc.contract.Sql.awaitActive;
import static dev.pglitej.jdbc.contract.Sql.awaitTrue;
import static dev.pglitej.jdbc.contract.Sql.execute;
import static dev.pglitej.jdbc.contract.Sql.failure;
import static dev.pglitej.jdbc.contract.Sql.inBackground;
import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that stop waiting for an answer, or are made to, while they run a backend. */
@Timeout(60)
final class InterruptionTest {
    private static final String ENDLESS = "select count(*) /* endless */ from generate_series(1, 100000000000)";
    private static PGlite database;
    private static PGliteDataSource source;

    @BeforeAll
    static void open() {
        database = PGlite.inMemory();
        source = new PGliteDataSource(database);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** Ends what a test has left running, as an administrator would. */
    private static void terminateOthers(Connection observer) throws SQLException {
        execute(
                observer,
                "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()");
        awaitTrue(observer, "select count(*) = 1 from pg_stat_activity where backend_type = 'client backend'");
    }

    @Test
    void aNetworkTimeoutEndsTheWaitForALock() throws SQLException {
        try (Connection holder = source.getConnection();
                Connection waiter = source.getConnection()) {
            execute(holder, "select pg_advisory_lock(1)");
            waiter.setNetworkTimeout(Runnable::run, 50);

            SQLException error = failure(waiter, "select pg_advisory_lock(1)");

            assertThat((Throwable) error).hasRootCauseInstanceOf(SocketTimeoutException.class);
            assertThat(waiter.isClosed()).isTrue();
            awaitTrue(holder, "select count(*) = 1 from pg_locks where not granted");
            terminateOthers(holder);
        }
    }

    @Test
    void aNetworkTimeoutEndsTheWaitForAQueryThatOnlyComputes() throws SQLException {
        try (Connection observer = source.getConnection();
                Connection busy = source.getConnection()) {
            busy.setNetworkTimeout(Runnable::run, 50);

            SQLException error = failure(busy, ENDLESS);

            assertThat((Throwable) error).hasRootCauseInstanceOf(SocketTimeoutException.class);
            // As over a network, the server does not know, and goes on.
            awaitActive(observer, "endless");
            terminateOthers(observer);
        }
    }

    @Test
    void aNetworkTimeoutThatIsNotReachedChangesNothing() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setNetworkTimeout(Runnable::run, 30_000);

            assertThat(text(connection, "select pg_sleep(0.01) is not null")).isEqualTo("t");
            assertThat(connection.isValid(5)).isTrue();
            assertThat(connection.getNetworkTimeout()).isEqualTo(30_000);
        }
    }

    @Test
    void abortingFromAnotherThreadEndsTheStatementsCallAtOnce() throws Exception {
        try (Connection observer = source.getConnection();
                Connection busy = source.getConnection()) {
            Future<SQLException> outcome = inBackground(() -> failure(busy, ENDLESS));
            awaitActive(observer, "endless");

            busy.abort(Runnable::run);

            assertThat(outcome.get().getSQLState()).isEqualTo("08006");
            terminateOthers(observer);
        }
    }

    @Test
    void closingFromAnotherThreadEndsTheStatementsCallAtOnce() throws Exception {
        try (Connection observer = source.getConnection()) {
            Connection busy = source.getConnection();
            Future<SQLException> outcome = inBackground(() -> failure(busy, "select pg_sleep(1000) /* endless */"));
            awaitActive(observer, "endless");

            busy.close();

            assertThat(outcome.get().getSQLState()).startsWith("08");
            terminateOthers(observer);
        }
    }

    @Test
    void aClosedConnectionIsGoneFromTheServerAtOnce() throws SQLException {
        try (Connection observer = source.getConnection()) {
            Connection other = source.getConnection();
            String pid = text(other, "select pg_backend_pid()");

            other.close();

            assertThat(text(observer, "select count(*) from pg_stat_activity where pid = " + pid))
                    .isEqualTo("0");
        }
    }

    @Test
    void anInterruptIsKeptForTheThreadAndDoesNotDisturbItsStatement() throws Exception {
        try (Connection observer = source.getConnection();
                Connection connection = source.getConnection()) {
            execute(observer, "select pg_advisory_lock(2)");
            FutureTask<Boolean> outcome = new FutureTask<>(() -> {
                execute(connection, "select pg_advisory_lock(2)");
                return Thread.interrupted();
            });
            Thread runner = new Thread(outcome);
            runner.start();
            awaitTrue(observer, "select count(*) = 1 from pg_locks where not granted");

            runner.interrupt();
            execute(observer, "select pg_advisory_unlock(2)");

            assertThat(outcome.get()).isTrue();
        }
    }

    @Test
    void aStatementCanBeCancelledAgainAndAgain() throws Exception {
        try (Connection observer = source.getConnection();
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 20; i++) {
                Future<SQLException> outcome = inBackground(() -> failure(statement, ENDLESS));
                awaitActive(observer, "endless");

                statement.cancel();

                assertThat(outcome.get().getSQLState()).isEqualTo("57014");
            }
        }
    }
}
