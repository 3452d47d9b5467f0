package dev.pglitej.junit;

import static dev.pglitej.junit.Sql.execute;
import static dev.pglitej.junit.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import dev.pglitej.Snapshot;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** What is left of a test that fails. The nested class is a sample, and no test of this one. */
@Timeout(120)
final class FailedTestTest {
    @Test
    void theDatabaseOfAFailedTestIsSavedAndTheFailureSaysWhere(@TempDir Path directory) throws SQLException {
        EngineExecutionResults results =
                Suites.run(Map.of("pglitej.failures.directory", directory.toString()), Failing.class);

        Path file = directory.resolve(Failing.class.getName().replace('$', '_') + ".fails.snapshot");
        Throwable failure = results.testEvents().failed().stream()
                .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
                .flatMap(result -> result.getThrowable().stream())
                .findFirst()
                .orElseThrow();
        assertThat(failure.getSuppressed())
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("the test's database is saved")
                .contains("Snapshot.load(Path.of(\"" + file + "\"))");
        assertThat(results.allEvents().reportingEntryPublished().stream()
                        .map(event -> event.getRequiredPayload(ReportEntry.class)
                                .getKeyValuePairs()
                                .get("pglite.snapshot")))
                .containsExactly(file.toString());
        try (Snapshot snapshot = Snapshot.load(file);
                PGlite database = snapshot.open();
                Connection connection = database.getConnection()) {
            assertThat(text(connection, "select string_agg(text, ' ') from clue"))
                    .isEqualTo("committed");
        }
    }

    @PGliteTest
    static class Failing {
        @Test
        void fails(Connection connection) throws SQLException {
            execute(connection, "create table clue as select 'committed' as text");
            connection.setAutoCommit(false);
            execute(connection, "insert into clue values ('rolled back')");
            Assertions.fail("on purpose");
        }

        @Test
        void isAborted(Connection connection) throws SQLException {
            execute(connection, "create table clue (text text)");
            Assumptions.abort("on purpose");
        }

        @Test
        void succeeds(Connection connection) throws SQLException {
            execute(connection, "create table clue (text text)");
        }

        @AfterEach
        void cleanUp(Connection connection) throws SQLException {
            execute(connection, "drop table clue");
        }
    }
}
