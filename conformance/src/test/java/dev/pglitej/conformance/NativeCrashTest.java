package dev.pglitej.conformance;

import static dev.pglitej.conformance.Queries.execute;
import static dev.pglitej.conformance.Queries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What native PostgreSQL does after a crash if it is not to restart. {@code FailedDatabaseTest} and {@code MainTest} expect the same of
 * ours.
 */
@Tag("native")
@Timeout(120)
final class NativeCrashTest {
    @Test
    void withoutRestartAfterCrashTheServerEndsWhenABackendIsKilled() throws Exception {
        try (NativeDatabase database = NativeDatabase.start("restart_after_crash = off");
                Connection victim = database.connect("postgres", "postgres", Map.of());
                Connection bystander = database.connect("postgres", "postgres", Map.of())) {
            Path data = Path.of(value(bystander, "show data_directory"));
            long pid = Long.parseLong(value(victim, "select pg_backend_pid()"));

            // PostgreSQL sends the reason, 57P02, as a warning and closes the connection, which is all that this driver
            // reports.
            CompletableFuture<String> reason =
                    CompletableFuture.supplyAsync(() -> stateOf(bystander, "select pg_sleep(600)"));
            await(() -> isAsleep(victim));

            ProcessHandle.of(pid).orElseThrow().destroyForcibly();

            await(() -> Files.notExists(data.resolve("postmaster.pid")));
            assertThat(reason.get(60, TimeUnit.SECONDS)).isEqualTo("08006");
            assertThat(stateOf(victim, "select 1")).startsWith("08");
            SQLException refused = catchThrowableOfType(
                    SQLException.class,
                    () -> database.connect("postgres", "postgres", Map.of()).close());
            assertThat(refused.getSQLState()).isEqualTo("08001");
            assertThat(logOf(data))
                    .containsSubsequence(
                            "terminating any other active server processes",
                            "shutting down because \"restart_after_crash\" is off",
                            "database system is shut down");
        }
    }

    private static boolean isAsleep(Connection observer) throws SQLException {
        return value(observer, "select count(*) from pg_stat_activity where wait_event = 'PgSleep'")
                .equals("1");
    }

    private static String stateOf(Connection connection, String sql) {
        return catchThrowableOfType(SQLException.class, () -> execute(connection, sql))
                .getSQLState();
    }

    private static List<String> logOf(Path data) throws IOException {
        try (Stream<String> lines = Files.lines(data.resolve("log"))) {
            return lines.map(line -> line.replaceFirst("^.* LOG:  ", "")).toList();
        }
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static void await(Condition condition) throws SQLException {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(60)) throw new AssertionError("it does not end");
            Thread.onSpinWait();
        }
    }
}
