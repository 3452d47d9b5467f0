package dev.pglitej.jdbc;

import static dev.pglitej.jdbc.contract.Sql.awaitTrue;
import static dev.pglitej.jdbc.contract.Sql.execute;
import static dev.pglitej.jdbc.contract.Sql.failure;
import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pglitej.PGlite;
import dev.pglitej.jdbc.contract.SessionEndsContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Why sessions end, in the process of the database. */
final class InProcessSessionEndsTest extends SessionEndsContract {
    private static PGlite database;

    @BeforeAll
    static void open() {
        database = PGlite.inMemory();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Override
    protected Connection connect(String user, String databaseName, Map<String, String> parameters) throws SQLException {
        PGliteDataSource source = new PGliteDataSource(database);
        source.setUser(user);
        source.setDatabaseName(databaseName);
        parameters.forEach(source::setProperty);
        return source.getConnection();
    }

    private static void terminate(Connection victim) throws SQLException {
        String pid = text(victim, "select pg_backend_pid()");
        try (Connection observer = database.getConnection()) {
            execute(observer, "select pg_terminate_backend(" + pid + ")");
            awaitTrue(observer, "select count(*) = 0 from pg_stat_activity where pid = " + pid);
        }
    }

    @Test
    void theReasonIsThereHoweverMuchIsSentAfterwards() throws SQLException {
        try (Connection victim = database.getConnection()) {
            terminate(victim);

            SQLException error = failure(victim, "select '" + "x".repeat(10 << 20) + "'");

            assertThat(error.getSQLState()).isEqualTo("57P01");
        }
    }

    @Test
    void theStatementAfterADatabaseWasClosedSaysSo() throws SQLException {
        PGlite closed = PGlite.inMemory();
        try (Connection victim = closed.getConnection()) {
            execute(victim, "select 1");
            closed.close();

            SQLException error = failure(victim, "select 1");

            assertThat(error.getSQLState()).isEqualTo("57P01");
            assertThat((Throwable) error)
                    .hasMessageContaining("FATAL: terminating connection due to administrator command");
        }
    }

    @Test
    void whoComesWhenAllPlacesAreTakenIsToldSo() throws SQLException {
        try (PGlite small = PGlite.builder().setting("max_connections", "5").open()) {
            List<Connection> all = new ArrayList<>();
            try (Connection first = small.getConnection()) {
                execute(first, "create role guest login");
                PGliteDataSource guests = new PGliteDataSource(small);
                guests.setUser("guest");
                all.add(guests.getConnection());
                SQLException reserved = catchThrowableOfType(SQLException.class, () -> all.add(guests.getConnection()));
                for (int i = 0; i < 3; i++) all.add(small.getConnection());
                SQLException full = catchThrowableOfType(SQLException.class, () -> all.add(small.getConnection()));

                assertThat(reserved.getSQLState()).isEqualTo("53300");
                assertThat((Throwable) reserved)
                        .hasMessageContaining(
                                "FATAL: remaining connection slots are reserved for roles with the SUPERUSER attribute");
                assertThat(full.getSQLState()).isEqualTo("53300");
                assertThat((Throwable) full).hasMessageContaining("FATAL: sorry, too many clients already");
            }
            for (Connection connection : all) connection.close();
        }
    }
}
