package dev.pglitej.jdbc.contract;

import static dev.pglitej.jdbc.contract.Sql.awaitActive;
import static dev.pglitej.jdbc.contract.Sql.awaitTrue;
import static dev.pglitej.jdbc.contract.Sql.execute;
import static dev.pglitej.jdbc.contract.Sql.failure;
import static dev.pglitej.jdbc.contract.Sql.inBackground;
import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** What pgjdbc's users see, however they reach the database. PostgreSQL's own behaviour is the expectation. */
@Timeout(120)
public abstract class PgjdbcContract {
    /** A connection to the database that all cases share. */
    protected abstract Connection connect(String user, String database, Map<String, String> parameters)
            throws SQLException;

    protected final Connection connect() throws SQLException {
        return connect("postgres", "postgres", Map.of());
    }

    @Test
    protected void itIsPostgres18() throws SQLException {
        try (Connection connection = connect()) {
            assertThat(text(connection, "show server_version_num")).startsWith("18");
        }
    }

    @Test
    protected void anErrorCarriesItsSqlStateAndTheSessionGoesOn() throws SQLException {
        try (Connection connection = connect()) {
            SQLException error = failure(connection, "select 1/0");

            assertThat(error.getSQLState()).isEqualTo("22012");
            assertThat((Throwable) error).hasMessageContaining("division by zero");
            assertThat(text(connection, "select 'still here'")).isEqualTo("still here");
        }
    }

    @Test
    protected void aNoticeOfPlpgsqlBecomesAWarning() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("do $$ begin raise notice 'hello %', 42; end $$");

            assertThat(statement.getWarnings().getMessage()).isEqualTo("hello 42");
        }
    }

    @Test
    protected void plpgsqlCatchesAnErrorAndGoesOn() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, """
                    create function divided(a int, b int) returns text language plpgsql as $$
                    begin
                      return a / b;
                    exception when division_by_zero then
                      return 'nothing';
                    end $$""");

            assertThat(text(connection, "select divided(6, 3) || ' ' || divided(1, 0)"))
                    .isEqualTo("2 nothing");
        }
    }

    @Test
    protected void anUnknownDatabaseIsRefusedByPostgresItself() {
        assertThatThrownBy(() -> connect("postgres", "nowhere", Map.of()))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("3D000"))
                .hasMessageContaining("FATAL: database \"nowhere\" does not exist");
    }

    @Test
    protected void anUnknownRoleIsRefusedByPostgresItself() {
        assertThatThrownBy(() -> connect("nobody", "postgres", Map.of()))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"))
                .hasMessageContaining("FATAL: role \"nobody\" does not exist");
    }

    @Test
    protected void userDatabaseAndStartupParametersAreHonoured() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "create role alice login", "create database second owner alice");
        }

        Map<String, String> parameters = Map.of("ApplicationName", "a test", "options", "-c work_mem=7MB");
        try (Connection connection = connect("alice", "second", parameters)) {
            assertThat(text(connection, "select current_user || ' ' || current_database()"))
                    .isEqualTo("alice second");
            assertThat(text(connection, "show application_name")).isEqualTo("a test");
            assertThat(text(connection, "show work_mem")).isEqualTo("7MB");
            assertThat(failure(connection, "create role mallory").getSQLState()).isEqualTo("42501");
        }
    }

    @Test
    protected void aSessionLeavesNothingToTheNext() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "set enable_seqscan = off", "create temp table mine (a int)", "prepare p as select 1");
        }

        try (Connection connection = connect()) {
            assertThat(text(connection, "show enable_seqscan")).isEqualTo("on");
            assertThat(failure(connection, "select * from mine").getSQLState()).isEqualTo("42P01");
            assertThat(text(connection, "select count(*) from pg_prepared_statements"))
                    .isEqualTo("0");
        }
    }

    @Test
    protected void aSessionThatEndsInATransactionRollsItBack() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "create table abandoned (a int)");
            connection.setAutoCommit(false);
            execute(connection, "insert into abandoned values (1)");
        }

        try (Connection connection = connect()) {
            assertThat(text(connection, "select count(*) from abandoned")).isEqualTo("0");
        }
    }

    @Test
    protected void copyTakesRowsInAndGivesThemOut() throws SQLException, IOException {
        try (Connection connection = connect()) {
            execute(connection, "create table copied (a int, b text)");
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            String rows = IntStream.range(0, 50_000)
                    .mapToObj(i -> i + "\trow " + i + "\n")
                    .collect(Collectors.joining());

            long taken = copy.copyIn(
                    "copy copied from stdin", new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)), 977);
            ByteArrayOutputStream given = new ByteArrayOutputStream();
            copy.copyOut("copy (select * from copied order by a) to stdout", given);

            assertThat(taken).isEqualTo(50_000);
            assertThat(given.toString(StandardCharsets.UTF_8)).isEqualTo(rows);
        }
    }

    @Test
    protected void aBadRowEndsTheCopyAndNothingElse() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "create table refused (a int)");
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            byte[] rows = "1\n2\nthree\n4\n".getBytes(StandardCharsets.UTF_8);

            assertThatThrownBy(() -> copy.copyIn("copy refused from stdin", new ByteArrayInputStream(rows)))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22P02"));
            assertThat(text(connection, "select count(*) from refused")).isEqualTo("0");
        }
    }

    @Test
    protected void aPreparedStatementIsUsedManyTimesOnTheServer() throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement("select ?::int * 2")) {
            int sum = 0;
            for (int i = 0; i < 100; i++) {
                statement.setInt(1, i);
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    sum += rows.getInt(1);
                }
            }

            assertThat(sum).isEqualTo(9900);
            assertThat(text(connection, "select count(*) > 0 from pg_prepared_statements"))
                    .isEqualTo("t");
        }
    }

    @Test
    protected void aCursorFetchesItsRowsInParts() throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(7);
                long sum = 0;
                try (ResultSet rows = statement.executeQuery("select * from generate_series(1, 1000)")) {
                    while (rows.next()) sum += rows.getInt(1);
                }

                assertThat(sum).isEqualTo(500_500);
            }
        }
    }

    @Test
    protected void aValueOf100MegabytesGoesInAndOut() throws SQLException {
        byte[] value = new byte[100 << 20];
        Arrays.fill(value, (byte) 7);
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement("select ?::bytea")) {
            statement.setBytes(1, value);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();

                assertThat(rows.getBytes(1)).isEqualTo(value);
            }
        }
    }

    @Test
    protected void aCancelRequestStopsAQueryThatOnlyComputes() throws Exception {
        try (Connection connection = connect();
                Connection observer = connect();
                Statement statement = connection.createStatement()) {
            Future<SQLException> outcome = inBackground(
                    () -> failure(statement, "select count(*) /* endless */ from generate_series(1, 100000000000)"));
            awaitActive(observer, "endless");

            statement.cancel();

            assertThat(outcome.get().getSQLState()).isEqualTo("57014");
            assertThat(text(connection, "select 1")).isEqualTo("1");
        }
    }

    @Test
    protected void statementTimeoutStopsAQueryThatOnlyComputes() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "set statement_timeout = '100ms'");

            SQLException error = failure(connection, "select count(*) from generate_series(1, 100000000000)");

            assertThat(error.getSQLState()).isEqualTo("57014");
            assertThat((Throwable) error).hasMessageContaining("statement timeout");
        }
    }

    @Test
    protected void aRowLockIsWaitedForUntilItsHolderCommits() throws Exception {
        try (Connection holder = connect();
                Connection waiter = connect();
                Connection observer = connect()) {
            execute(holder, "create table locked (id int primary key, v int)", "insert into locked values (1, 0)");
            holder.setAutoCommit(false);
            execute(holder, "update locked set v = v + 1 where id = 1");
            Future<Integer> waiting = inBackground(() -> {
                try (Statement statement = waiter.createStatement()) {
                    return statement.executeUpdate("update locked set v = v + 10 where id = 1");
                }
            });
            awaitTrue(observer, "select count(*) = 1 from pg_locks where not granted");

            holder.commit();

            assertThat(waiting.get()).isEqualTo(1);
            assertThat(text(observer, "select v from locked")).isEqualTo("11");
        }
    }

    @Test
    protected void aDeadlockEndsOneOfTheTwo() throws Exception {
        try (Connection one = connect();
                Connection two = connect();
                Connection observer = connect()) {
            execute(one, "create table dead (id int primary key, v int)", "insert into dead values (1, 0), (2, 0)");
            one.setAutoCommit(false);
            two.setAutoCommit(false);
            execute(one, "update dead set v = 1 where id = 1");
            execute(two, "set deadlock_timeout = '20ms'", "update dead set v = 2 where id = 2");
            Future<Integer> first = inBackground(() -> {
                try (Statement statement = one.createStatement()) {
                    return statement.executeUpdate("update dead set v = 1 where id = 2");
                }
            });
            awaitTrue(observer, "select count(*) = 1 from pg_locks where not granted");

            SQLException error = failure(two, "update dead set v = 2 where id = 1");
            two.rollback();

            assertThat(error.getSQLState()).isEqualTo("40P01");
            assertThat(first.get()).isEqualTo(1);
        }
    }

    @Test
    protected void aMillionRowsArriveOneByOne() throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(10_000);
                int count = 0;
                try (ResultSet rows =
                        statement.executeQuery("select g, md5(g::text) from generate_series(1, 1000000) g")) {
                    while (rows.next()) count++;
                }

                assertThat(count).isEqualTo(1_000_000);
            }
        }
    }

    @Test
    protected void aBackendThatIsToldToTerminateSaysSo() throws Exception {
        try (Connection victim = connect();
                Connection other = connect()) {
            String pid = text(victim, "select pg_backend_pid()");

            assertThat(text(other, "select pg_terminate_backend(" + pid + ")")).isEqualTo("t");
            awaitTrue(other, "select count(*) = 0 from pg_stat_activity where pid = " + pid);

            assertThat(failure(victim, "select 1").getSQLState()).isIn("57P01", "08006");
        }
    }
}
