package dev.pglitej.conformance;

import static dev.pglitej.conformance.Queries.await;
import static dev.pglitej.conformance.Queries.execute;
import static dev.pglitej.conformance.Queries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.conformance.wire.WireClient;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** PostgreSQL's statistics tell what really happens. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
final class ViewsTest {
    @SuppressWarnings("NullAway.Init")
    private ServedDatabase database;

    @SuppressWarnings("NullAway.Init")
    private Connection observer;

    @BeforeAll
    void start() throws IOException, SQLException {
        database = ServedDatabase.inMemory();
        observer = database.connect();
    }

    @AfterAll
    void stop() throws SQLException {
        observer.close();
        database.close();
    }

    @Test
    void aSessionIsShownFromItsBeginningToItsEnd() throws Exception {
        String shown =
                "select concat_ws(' ', state, usename, datname, backend_type, wait_event, query) from pg_stat_activity"
                        + " where application_name = 'shown'";
        try (WireClient client = WireClient.connect(
                database.address(), Map.of("user", "postgres", "database", "postgres", "application_name", "shown"))) {
            client.query("select 'the last'");

            assertThat(value(observer, shown))
                    .isEqualTo("idle postgres postgres client backend ClientRead select 'the last'");
            assertThat(value(
                            observer,
                            "select pid = " + client.processId()
                                    + " and backend_start between pg_postmaster_start_time()"
                                    + " and clock_timestamp() and query_start >= backend_start and xact_start is null"
                                    + " from pg_stat_activity where application_name = 'shown'"))
                    .isEqualTo("t");
            client.query("begin");
            client.query("select 1/0");
            assertThat(value(observer, shown)).startsWith("idle in transaction (aborted)");
        }
        await(observer, "select count(*) = 0 from pg_stat_activity where application_name = 'shown'");
    }

    @Test
    void whatADatabaseDoesIsCounted() throws SQLException {
        execute(observer, "create database counted");
        try (Connection connection = database.connect("postgres", "counted")) {
            execute(
                    connection,
                    "create table t as select generate_series(1, 1000) as n",
                    "update t set n = n where n <= 10");
            execute(connection, "delete from t where n > 990");
            connection.setAutoCommit(false);
            execute(connection, "insert into t values (0)");
            connection.rollback();
            connection.setAutoCommit(true);
            execute(connection, "select pg_stat_force_next_flush()");
            value(connection, "select count(*) from t");

            await(
                    observer,
                    "select xact_commit >= 4 and xact_rollback = 1 and tup_inserted >= 1000 and tup_updated >= 10"
                            + " and tup_deleted >= 10 and numbackends = 1 and sessions = 1"
                            + " from pg_stat_database where datname = 'counted'");
            assertThat(
                            value(
                                    connection,
                                    "select concat_ws(' ', n_tup_ins, n_tup_upd, n_tup_del) from pg_stat_user_tables where relname = 't'"))
                    .isEqualTo("1001 10 10");
        }
        await(observer, "select numbackends = 0 from pg_stat_database where datname = 'counted'");
    }

    @Test
    void checkpointsAndWritesAreCounted() throws SQLException {
        execute(observer, "create table written as select repeat('x', 1000) from generate_series(1, 1000)");
        String checkpoints = "select num_requested from pg_stat_checkpointer";
        int before = Integer.parseInt(value(observer, checkpoints));

        execute(observer, "checkpoint");

        await(observer, "select num_requested > " + before + " and buffers_written > 0 from pg_stat_checkpointer");
        await(
                observer,
                "select writes > 0 from pg_stat_io where backend_type = 'checkpointer' and object = 'relation'"
                        + " and context = 'normal'");
        await(observer, "select wal_records > 0 and wal_bytes > 0 from pg_stat_wal");
        await(observer, "select buffers_alloc > 0 from pg_stat_bgwriter");
    }

    @Test
    void whoHoldsUpWhomIsShown() throws Exception {
        execute(observer, "create table contended (id int primary key)", "insert into contended values (1)");
        try (Connection holder = database.connect();
                WireClient waiter =
                        WireClient.connect(database.address(), Map.of("user", "postgres", "database", "postgres"))) {
            String pid = value(holder, "select pg_backend_pid()");
            holder.setAutoCommit(false);
            execute(holder, "select * from contended for update");
            waiter.send(new Query("delete from contended"));

            await(
                    observer,
                    "select count(*) = 1 from pg_stat_activity where pid = " + waiter.processId()
                            + " and wait_event_type = 'Lock' and wait_event = 'transactionid' and state = 'active'");
            assertThat(value(observer, "select pg_blocking_pids(" + waiter.processId() + ")"))
                    .isEqualTo("{" + pid + "}");
            assertThat(value(
                            observer,
                            "select mode from pg_locks where not granted and waitstart is not null and pid = "
                                    + waiter.processId()))
                    .isEqualTo("ShareLock");
            holder.rollback();
            waiter.receiveUntilReady();
        }
    }
}
