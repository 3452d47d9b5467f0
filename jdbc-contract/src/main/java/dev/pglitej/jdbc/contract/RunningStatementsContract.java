package dev.pglitej.jdbc.contract;

import static dev.pglitej.jdbc.contract.Sql.awaitTrue;
import static dev.pglitej.jdbc.contract.Sql.execute;
import static dev.pglitej.jdbc.contract.Sql.failure;
import static dev.pglitej.jdbc.contract.Sql.inBackground;
import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * What pgjdbc's users get from a statement while it runs, however they reach the database. What comes when the statement ends is too
 * late: these end only after it has come.
 */
@Timeout(120)
public abstract class RunningStatementsContract {
    private static final String SLEEPS = "perform pg_sleep(1000)";
    private static final String COMPUTES = "perform count(*) from generate_series(1, 100000000000)";
    private static final String COMPUTES_IN_PLPGSQL = "loop i := i + 1; end loop";
    private static final String WAITS_FOR_A_LOCK = "perform pg_advisory_lock(41)";

    /** A connection of user postgres to the database that all cases share. */
    protected abstract Connection connect() throws SQLException;

    private static String noticeAndThen(String rest) {
        return "do $$ declare i bigint := 0; begin raise notice 'begun'; " + rest + "; end $$";
    }

    private static SQLWarning awaitWarning(Statement statement) throws SQLException {
        SQLWarning warning = statement.getWarnings();
        while (warning == null) {
            Thread.onSpinWait();
            warning = statement.getWarnings();
        }
        return warning;
    }

    private static SQLWarning awaitNext(SQLWarning warning) {
        SQLWarning next = warning.getNextWarning();
        while (next == null) {
            Thread.onSpinWait();
            next = warning.getNextWarning();
        }
        return next;
    }

    @ParameterizedTest
    @ValueSource(strings = {SLEEPS, COMPUTES, COMPUTES_IN_PLPGSQL, WAITS_FOR_A_LOCK})
    protected void aNoticeArrivesWhileItsStatementRunsWhichCanBeCancelledThen(String rest) throws Exception {
        try (Connection holder = connect();
                Connection connection = connect();
                Statement statement = connection.createStatement()) {
            execute(holder, "select pg_advisory_lock(41)");
            Future<SQLException> outcome = inBackground(() -> failure(statement, noticeAndThen(rest)));

            SQLWarning warning = awaitWarning(statement);
            statement.cancel();

            assertThat(warning.getMessage()).isEqualTo("begun");
            assertThat(outcome.get().getSQLState()).isEqualTo("57014");
            assertThat(text(connection, "select 'still here'")).isEqualTo("still here");
        }
    }

    @Test
    protected void aNoticeArrivesWhileItsStatementWaitsForACheckpointWhichCanBeCancelledThen() throws Exception {
        try (Connection holder = connect();
                Connection connection = connect();
                Statement statement = connection.createStatement()) {
            // So many pages that a checkpoint that is in no hurry takes minutes.
            execute(holder, "create table written_slowly (n int)");
            execute(holder, "insert into written_slowly select generate_series(1, 300000)");
            Future<SQLException> outcome =
                    inBackground(() -> failure(statement, noticeAndThen("perform pg_backup_start('slow', false)")));

            SQLWarning warning = awaitWarning(statement);
            awaitTrue(
                    holder,
                    "select count(*) = 1 from pg_stat_activity where query like '%pg_backup_start%'"
                            + " and state = 'active' and pid <> pg_backend_pid()");
            statement.cancel();

            assertThat(warning.getMessage()).isEqualTo("begun");
            assertThat(outcome.get().getSQLState()).isEqualTo("57014");
            execute(holder, "checkpoint");
            execute(holder, "drop table written_slowly");
            assertThat(text(connection, "select 'still here'")).isEqualTo("still here");
        }
    }

    @Test
    protected void aStatementThatWaitsForManyCheckpointsSendsAllThatItHas() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("do $$ begin for i in 1..20 loop raise notice 'number %', i; execute 'checkpoint';"
                    + " end loop; end $$");

            int warnings = 0;
            for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) warnings++;
            assertThat(warnings).isEqualTo(20);
            assertThat(text(connection, "select 'still here'")).isEqualTo("still here");
        }
    }

    @Test
    protected void everyNoticeArrivesBeforeTheNextIsRaised() throws Exception {
        try (Connection holder = connect();
                Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 5; i++) execute(holder, "select pg_advisory_lock(50 + " + i + ")");
            Future<?> outcome =
                    inBackground(() -> statement.execute("do $$ begin for i in 0..5 loop raise notice 'number %', i;"
                            + " if i < 5 then perform pg_advisory_lock(50 + i); end if; end loop; end $$"));

            SQLWarning warning = awaitWarning(statement);
            List<String> messages = new ArrayList<>(List.of(warning.getMessage()));
            for (int i = 0; i < 5; i++) {
                execute(holder, "select pg_advisory_unlock(50 + " + i + ")");
                warning = awaitNext(warning);
                messages.add(warning.getMessage());
            }
            outcome.get();

            assertThat(messages)
                    .containsExactly("number 0", "number 1", "number 2", "number 3", "number 4", "number 5");
        }
    }

    @Test
    protected void aStatementThatHasSentANoticeCanBeClosedWhileItRuns() throws Exception {
        try (Connection connection = connect()) {
            Statement statement = connection.createStatement();
            Future<SQLException> outcome = inBackground(() -> failure(statement, noticeAndThen(SLEEPS)));
            awaitWarning(statement);

            statement.close();

            assertThat(outcome.get().getSQLState()).isEqualTo("57014");
            assertThat(text(connection, "select 1")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SLEEPS, COMPUTES, COMPUTES_IN_PLPGSQL})
    protected void aQueryTimeoutEndsAStatementThatHasSentANotice(String rest) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);

            SQLException error = failure(statement, noticeAndThen(rest));

            assertThat(error.getSQLState()).isEqualTo("57014");
            assertThat(statement.getWarnings().getMessage()).isEqualTo("begun");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SLEEPS, COMPUTES})
    protected void aConnectionWhoseStatementHasSentANoticeCanBeAborted(String rest) throws Exception {
        try (Connection observer = connect()) {
            Connection connection = connect();
            String pid = text(connection, "select pg_backend_pid()");
            Statement statement = connection.createStatement();
            Future<SQLException> outcome = inBackground(() -> failure(statement, noticeAndThen(rest)));
            awaitWarning(statement);

            connection.abort(Runnable::run);

            assertThat(outcome.get().getSQLState()).startsWith("08");
            execute(observer, "select pg_terminate_backend(" + pid + ")");
            awaitTrue(observer, "select count(*) = 0 from pg_stat_activity where pid = " + pid);
        }
    }

    @Test
    protected void rowsOfACopyArriveWhileTheNextOnesAreWaitedFor() throws Exception {
        try (Connection holder = connect();
                Connection connection = connect()) {
            execute(holder, "select pg_advisory_lock(42)");
            execute(
                    connection,
                    "create function pg_temp.row_after_wait(g int) returns text language plpgsql as"
                            + " $$ begin if g = 3 then perform pg_advisory_lock(42); end if; return repeat('x', 20000); end $$");
            CopyOut copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy (select pg_temp.row_after_wait(g) from generate_series(1, 3) g) to stdout");

            byte[] first = copy.readFromCopy();
            execute(holder, "select pg_advisory_unlock(42)");
            int rest = 0;
            while (copy.readFromCopy() != null) rest++;

            assertThat(new String(first, StandardCharsets.US_ASCII)).isEqualTo("x".repeat(20000) + "\n");
            assertThat(rest).isEqualTo(2);
        }
    }

    @Test
    protected void aStatementGoesOnWhileItsClientDoesNotRead() throws Exception {
        try (Connection observer = connect();
                Connection connection = connect()) {
            execute(
                    connection,
                    "create function pg_temp.slow_row(g int) returns text language plpgsql as"
                            + " $$ begin perform pg_sleep(0.01);"
                            + " if g = 3 then perform pg_advisory_lock(43); end if; return repeat('x', 20000); end $$");
            CopyOut copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy (select pg_temp.slow_row(g) from generate_series(1, 3) g) to stdout");

            awaitTrue(
                    observer,
                    "select count(*) = 1 from pg_locks where locktype = 'advisory' and objid = 43 and granted");
            int rows = 0;
            while (copy.readFromCopy() != null) rows++;

            assertThat(rows).isEqualTo(3);
        }
    }

    @Test
    protected void aResultThatTakesManySlicesIsWhole() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select g, md5(g::text), length(repeat('x', 500 + g % 7)) from generate_series(1, 200000) g")) {
            long sum = 0;
            int next = 1;
            while (rows.next()) {
                assertThat(rows.getInt(1)).isEqualTo(next++);
                sum += rows.getInt(3) - 500;
            }

            assertThat(next).isEqualTo(200_001);
            assertThat(sum).isEqualTo(599_997);
        }
    }

    @Test
    protected void sessionsThatSendComputeAndWaitDoNotDisturbEachOther() throws Exception {
        List<Future<Integer>> outcomes = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            outcomes.add(inBackground(() -> {
                int warnings = 0;
                try (Connection connection = connect();
                        Statement statement = connection.createStatement()) {
                    for (int i = 0; i < 10; i++) {
                        statement.clearWarnings();
                        statement.execute("do $$ begin for i in 1..20 loop raise notice 'n'; perform pg_sleep(0.0005);"
                                + " perform count(*) from generate_series(1, 20000); end loop; end $$");
                        for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) warnings++;
                    }
                }
                return warnings;
            }));
        }

        for (Future<Integer> outcome : outcomes) assertThat(outcome.get()).isEqualTo(200);
    }
}
