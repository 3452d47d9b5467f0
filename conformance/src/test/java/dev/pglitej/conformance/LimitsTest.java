package dev.pglitej.conformance;

import static dev.pglitej.conformance.Queries.await;
import static dev.pglitej.conformance.Queries.execute;
import static dev.pglitej.conformance.Queries.failure;
import static dev.pglitej.conformance.Queries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pglitej.PGlite;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many sessions there can be, and what remains possible when all of them are taken. */
@Timeout(120)
final class LimitsTest {
    private static ServedDatabase ofSixSessions() throws IOException {
        return ServedDatabase.serve(PGlite.builder()
                .setting("max_connections", "6")
                .setting("superuser_reserved_connections", "2")
                .setting("reserved_connections", "1"));
    }

    @Test
    void theLastConnectionsAreForThoseForWhomTheyAreReserved() throws Exception {
        List<Connection> open = new ArrayList<>();
        try (ServedDatabase database = ofSixSessions()) {
            try (Connection administrator = database.connect()) {
                execute(
                        administrator,
                        "create role ordinary login",
                        "create role reserved login",
                        "grant pg_use_reserved_connections to reserved");
            }
            for (int i = 0; i < 3; i++) open.add(database.connect("ordinary", "postgres"));
            assertRefused(database, "ordinary", "remaining connection slots are reserved for roles with privileges");
            open.add(database.connect("reserved", "postgres"));
            assertRefused(database, "reserved", "remaining connection slots are reserved for roles with the SUPERUSER");
            for (int i = 0; i < 2; i++) open.add(database.connect());
            assertRefused(database, "postgres", "sorry, too many clients already");

            open.remove(0).close();
            await(open.get(3), "select count(*) = 5 from pg_stat_activity where backend_type = 'client backend'");
            open.add(database.connect());
            for (Connection connection : open) connection.close();
        }
    }

    @Test
    void theSettingsMayAllowMoreSessionsThanTheyDoByDefault() throws Exception {
        List<Connection> open = new ArrayList<>();
        try (ServedDatabase database = ServedDatabase.serve(PGlite.builder().setting("max_connections", "120"))) {
            for (int i = 0; i < 120; i++) open.add(database.connect());

            assertRefused(database, "postgres", "sorry, too many clients already");

            assertThat(value(
                            open.get(119),
                            "select count(*) from pg_stat_activity where backend_type = 'client backend'"))
                    .isEqualTo("120");
            for (Connection connection : open) connection.close();
        }
    }

    private static void assertRefused(ServedDatabase database, String user, String reason) {
        SQLException refused = catchThrowableOfType(
                SQLException.class, () -> database.connect(user, "postgres").close());
        assertThat(refused.getSQLState()).isEqualTo("53300");
        assertThat(refused.getMessage()).contains(reason);
    }

    @Test
    void aStatementIsCancelledAlsoWhenNoSessionIsFree() throws Exception {
        List<Connection> open = new ArrayList<>();
        try (ServedDatabase database = ofSixSessions()) {
            for (int i = 0; i < 6; i++) open.add(database.connect());
            Connection busy = open.get(0);
            try (Statement statement = busy.createStatement()) {
                CompletableFuture<String> end = CompletableFuture.supplyAsync(() -> {
                    try {
                        statement.execute("select pg_sleep(3600)");
                        return "none";
                    } catch (SQLException e) {
                        return e.getSQLState();
                    }
                });
                await(open.get(1), "select count(*) = 1 from pg_stat_activity where wait_event = 'PgSleep'");

                statement.cancel();

                assertThat(end.join()).isEqualTo("57014");
            }
            for (Connection connection : open) connection.close();
        }
    }

    @Test
    void aRoleAndADatabaseHaveLimitsOfTheirOwn() throws Exception {
        try (ServedDatabase database = ServedDatabase.inMemory();
                Connection administrator = database.connect()) {
            execute(
                    administrator,
                    "create role single login connection limit 1",
                    "create database narrow connection limit 1",
                    "create role visitor login");
            try (Connection first = database.connect("single", "postgres")) {
                assertThat(value(first, "select 1")).isEqualTo("1");
                assertRefused(database, "single", "too many connections for role \"single\"");
            }
            try (Connection first = database.connect("visitor", "narrow")) {
                assertThat(value(first, "select 1")).isEqualTo("1");
                SQLException refused = catchThrowableOfType(
                        SQLException.class,
                        () -> database.connect("visitor", "narrow").close());
                assertThat(refused.getSQLState()).isEqualTo("53300");
            }
        }
    }

    @Test
    void onlyThoseWithTheRightEndOthersSessions() throws Exception {
        try (ServedDatabase database = ServedDatabase.inMemory();
                Connection administrator = database.connect()) {
            execute(administrator, "create role one login", "create role other login");
            try (Connection victim = database.connect("one", "postgres");
                    Connection stranger = database.connect("other", "postgres")) {
                String pid = value(victim, "select pg_backend_pid()");

                assertThat(failure(stranger, "select pg_terminate_backend(" + pid + ")"))
                        .isEqualTo("42501");
                assertThat(failure(stranger, "select pg_cancel_backend(" + pid + ")"))
                        .isEqualTo("42501");
                assertThat(value(victim, "select 'alive'")).isEqualTo("alive");

                // With a time to wait it returns when the session is gone.
                assertThat(value(administrator, "select pg_terminate_backend(" + pid + ", 60000)"))
                        .isEqualTo("t");
                assertThat(value(administrator, "select count(*) from pg_stat_activity where pid = " + pid))
                        .isEqualTo("0");
                assertThat(failure(victim, "select 1")).isIn("57P01", "08006");
            }
            assertThat(value(administrator, "select pg_terminate_backend(2147483647)"))
                    .isEqualTo("f");
        }
    }
}
