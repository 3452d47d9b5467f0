package dev.pglitej.conformance;

import static dev.pglitej.conformance.Queries.await;
import static dev.pglitej.conformance.Queries.execute;
import static dev.pglitej.conformance.Queries.failure;
import static dev.pglitej.conformance.Queries.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** What belongs to a session alone, and what is seen of it from outside. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
final class SessionStateTest {
    @SuppressWarnings("NullAway.Init")
    private ServedDatabase database;

    @BeforeAll
    void start() throws IOException {
        database = ServedDatabase.inMemory();
    }

    @AfterAll
    void stop() {
        database.close();
    }

    @Test
    void oneThreadHasTwoConnectionsOfWhichTheInnerCommits() throws SQLException {
        try (Connection outer = database.connect()) {
            execute(outer, "create table nested (who text)");
            outer.setAutoCommit(false);
            execute(outer, "insert into nested values ('outer')");
            try (Connection inner = database.connect()) {
                inner.setAutoCommit(false);
                execute(inner, "insert into nested values ('inner')");
                inner.commit();
            }
            outer.rollback();

            assertThat(value(outer, "select string_agg(who, ',') from nested")).isEqualTo("inner");
        }
    }

    @Test
    void settingsAndPreparedStatementsAreTheSessions() throws SQLException {
        try (Connection one = database.connect();
                Connection other = database.connect()) {
            execute(one, "set work_mem = '7MB'", "prepare mine as select 'mine'");

            assertThat(value(one, "execute mine")).isEqualTo("mine");
            assertThat(value(one, "show work_mem")).isEqualTo("7MB");
            assertThat(failure(other, "execute mine")).isEqualTo("26000");
            assertThat(value(other, "show work_mem")).isNotEqualTo("7MB");
        }
    }

    @Test
    void sessionsDrawDifferentRandomNumbers() throws SQLException {
        try (Connection one = database.connect();
                Connection other = database.connect()) {
            String query = "select random() || ' ' || gen_random_uuid()";

            assertThat(value(one, query).split(" "))
                    .doesNotContain(value(other, query).split(" "));
        }
    }

    @Test
    void aSessionThatIdlesInATransactionIsEnded() throws SQLException {
        try (Connection idle = database.connect();
                Connection other = database.connect()) {
            execute(other, "create table kept (n int)");
            String pid = value(idle, "select pg_backend_pid()");
            execute(idle, "begin", "insert into kept values (1)", "set idle_in_transaction_session_timeout = '20ms'");

            await(other, "select count(*) = 0 from pg_stat_activity where pid = " + pid);

            assertThat(value(other, "select count(*) from kept")).isEqualTo("0");
            assertThat(failure(idle, "select 1")).isIn("25P03", "08006");
        }
    }

    @Test
    void anIdleSessionIsEnded() throws SQLException {
        try (Connection idle = database.connect();
                Connection other = database.connect()) {
            String pid = value(idle, "select pg_backend_pid()");
            execute(idle, "set idle_session_timeout = '20ms'");

            await(other, "select count(*) = 0 from pg_stat_activity where pid = " + pid);

            assertThat(failure(idle, "select 1")).isIn("57P05", "08006");
        }
    }

    @Test
    void aDatabaseIsDroppedWhenNobodyUsesItAnyMore() throws SQLException {
        try (Connection owner = database.connect()) {
            execute(owner, "create database elsewhere");
            try (Connection visitor = database.connect("postgres", "elsewhere")) {
                execute(visitor, "create table only_here (n int)");

                assertThat(failure(owner, "select * from only_here")).isEqualTo("42P01");
                assertThat(failure(owner, "drop database elsewhere")).isEqualTo("55006");
            }
            await(owner, "select count(*) = 0 from pg_stat_activity where datname = 'elsewhere'");
            execute(owner, "drop database elsewhere");

            assertThat(value(owner, "select count(*) from pg_database where datname = 'elsewhere'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void aDatabaseIsDroppedWithTheSessionsInIt() throws SQLException {
        try (Connection owner = database.connect()) {
            execute(owner, "create database doomed");
            try (Connection visitor = database.connect("postgres", "doomed")) {
                execute(owner, "drop database doomed with (force)");

                assertThat(failure(visitor, "select 1")).isIn("57P01", "08006");
            }
        }
    }

    @Test
    void whatSessionsDoAndWaitForIsShown() throws SQLException {
        try (Connection holder = database.connect();
                Connection waiter = database.connect();
                Connection observer = database.connect()) {
            execute(
                    holder,
                    "set application_name = 'holder'",
                    "create table shown (n int)",
                    "begin",
                    "lock table shown");
            execute(waiter, "set application_name = 'waiter'");
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> executeUnchecked(waiter, "table shown"));
            await(observer, "select count(*) = 1 from pg_locks where not granted");

            String activity = "select concat_ws(' ', state, wait_event_type, wait_event) from pg_stat_activity"
                    + " where application_name = ";
            assertThat(value(observer, activity + "'waiter'")).isEqualTo("active Lock relation");
            assertThat(value(observer, activity + "'holder'")).isEqualTo("idle in transaction Client ClientRead");
            assertThat(value(
                            observer,
                            "select string_agg(mode || ' ' || granted, ', ' order by granted) from pg_locks"
                                    + " where relation = 'shown'::regclass"))
                    .isEqualTo("AccessShareLock false, AccessExclusiveLock true");
            execute(holder, "commit");
            waiting.join();
        }
    }

    private static void executeUnchecked(Connection connection, String command) {
        try {
            execute(connection, command);
        } catch (SQLException e) {
            throw new AssertionError(command, e);
        }
    }
}
