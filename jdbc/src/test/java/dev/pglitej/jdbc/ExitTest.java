package dev.pglitej.jdbc;

import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.PGlite;
import dev.pglitej.jdbc.ExitingProgram.End;
import dev.pglitej.jdbc.ExitingProgram.Order;
import dev.pglitej.jdbc.ExitingProgram.Use;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The end of a JVM whose shutdown hooks write into a database that a URL has opened, and what the next JVM finds. */
@Timeout(120)
final class ExitTest {
    private static final String RECOVERED = "not properly shut down";

    @TempDir
    private Path directory;

    private final List<String> log = new CopyOnWriteArrayList<>();

    private String url(String parameters) {
        return "jdbc:pglite:file:" + directory.resolve("data") + parameters;
    }

    private String found(String query) throws SQLException {
        try (PGlite database = PGlite.builder()
                        .directory(directory.resolve("data"))
                        .log(log::add)
                        .open();
                Connection connection = database.getConnection()) {
            return text(connection, query);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HOOKS_FIRST, EXIT, SHARED, 7",
        "DATABASE_FIRST, RETURN, OWN, 0",
        "DATABASE_FIRST, EXIT, NEW, 7",
        "MIXED, SIGNAL, OWN, 143"
    })
    void hooksWriteTheirLastAndTheDatabaseIsClosedAfterThem(Order order, End end, Use use, int status)
            throws Exception {
        int ended = ExitingProgram.run(url(""), order, end, use);

        assertThat(ended).isEqualTo(status);
        assertThat(found(
                        "select string_agg(hook::text, '' order by hook) || ' ' || (select count(*) from unlogged_words)"
                                + " from last_words"))
                .isEqualTo("01234567 1");
        assertThat(log).noneMatch(line -> line.contains(RECOVERED));
    }

    @Test
    void aDatabaseThatIsNotToBeClosedAtTheEndIsRecoveredWithAllThatWasCommitted() throws Exception {
        ExitingProgram.run(url("?closeOnExit=false"), Order.MIXED, End.EXIT, Use.SHARED);

        assertThat(found("select count(*) from last_words")).isEqualTo("8");
        assertThat(log).anyMatch(line -> line.contains(RECOVERED));
    }

    @Test
    void whereTheJvmHasNoPlaceBehindItsHooksTheyWriteTheirLastAndTheDatabaseIsRecovered() throws Exception {
        ExitingProgram.run(url(""), Order.MIXED, End.EXIT, Use.SHARED_WITHOUT_PLACE);

        assertThat(found("select count(*) from last_words")).isEqualTo("8");
        assertThat(log).anyMatch(line -> line.contains(RECOVERED));
    }

    @Test
    void aJvmThatJustEndsLeavesADirectoryThatRecovers() throws Exception {
        int status = ExitingProgram.run(url(""), Order.HOOKS_FIRST, End.HALT, Use.SHARED);

        assertThat(status).isEqualTo(7);
        assertThat(found("select count(*) from last_words")).isEqualTo("0");
        assertThat(log).anyMatch(line -> line.contains(RECOVERED));
    }

    @Test
    void closeOnExitIsTrueOrFalse() {
        assertThatThrownBy(() -> DriverManager.getConnection(url("?closeOnExit=perhaps")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("closeOnExit is 'perhaps', but must be true or false");
    }
}
