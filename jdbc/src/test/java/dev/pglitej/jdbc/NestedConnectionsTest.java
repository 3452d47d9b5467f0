package dev.pglitej.jdbc;

import static dev.pglitej.jdbc.contract.Sql.execute;
import static dev.pglitej.jdbc.contract.Sql.failure;
import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two connections of one thread, as with REQUIRES_NEW: the thread that one waits for is the one that waits. */
@Timeout(60)
@SuppressWarnings("NullAway.Init")
final class NestedConnectionsTest {
    private Connection outer;
    private Connection inner;

    @BeforeEach
    void connect() throws SQLException {
        outer = DriverManager.getConnection("jdbc:pglite:memory:nested");
        inner = DriverManager.getConnection("jdbc:pglite:memory:nested");
        execute(outer, "create table audit (id int primary key, what text)", "insert into audit values (0, 'none')");
        outer.setAutoCommit(false);
    }

    @AfterEach
    void disconnect() throws SQLException {
        inner.close();
        outer.close();
    }

    @Test
    void theInnerCommitsWhileTheOuterIsStillOpenAndRollsBack() throws SQLException {
        execute(outer, "insert into audit values (1, 'outer')");

        inner.setAutoCommit(false);
        execute(inner, "insert into audit values (2, 'inner')");
        inner.commit();
        outer.rollback();

        assertThat(text(inner, "select string_agg(what, ',' order by id) from audit"))
                .isEqualTo("none,inner");
    }

    @Test
    void anInnerThatWaitsForTheOutersLockEndsByItsLockTimeout() throws SQLException {
        execute(outer, "update audit set what = 'outer' where id = 0");
        execute(inner, "set lock_timeout = '30ms'");

        SQLException error = failure(inner, "update audit set what = 'inner' where id = 0");

        assertThat(error.getSQLState()).isEqualTo("55P03");
        outer.commit();
        assertThat(text(inner, "select what from audit where id = 0")).isEqualTo("outer");
    }

    @Test
    void anInnerThatWaitsForTheOutersLockEndsByItsQueryTimeout() throws SQLException {
        execute(outer, "update audit set what = 'outer' where id = 0");

        try (Statement statement = inner.createStatement()) {
            statement.setQueryTimeout(1);
            SQLException error = failure(statement, "update audit set what = 'inner' where id = 0");

            assertThat(error.getSQLState()).isEqualTo("57014");
        }
        outer.rollback();
        execute(inner, "update audit set what = 'inner' where id = 0");
        assertThat(text(inner, "select what from audit where id = 0")).isEqualTo("inner");
    }

    @Test
    void anInnerThatWaitsForTheOutersLockGoesOnWhenTheOuterTimesOut() throws SQLException {
        execute(
                outer,
                "update audit set what = 'outer' where id = 0",
                "set idle_in_transaction_session_timeout = '50ms'");

        execute(inner, "update audit set what = 'inner' where id = 0");

        assertThat(text(inner, "select what from audit where id = 0")).isEqualTo("inner");
        assertThat(failure(outer, "select 1").getSQLState()).isIn("25P03", "08006");
    }

    @Test
    void idleSessionsDoWhatAnotherWaitsForFromAllOfThem() throws SQLException {
        text(outer, "select 1");
        outer.commit();

        // Both wait for every backend of the cluster to acknowledge a barrier.
        execute(inner, "create database short_lived", "drop database short_lived");

        assertThat(text(outer, "select count(*) from pg_database where datname = 'short_lived'"))
                .isEqualTo("0");
    }
}
