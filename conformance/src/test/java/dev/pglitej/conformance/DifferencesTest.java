package dev.pglitej.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pglitej.benchmarks.NativePostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The examples of {@code docs/differences.md} answer what stands beside them, here and on native PostgreSQL. */
@Timeout(120)
final class DifferencesTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^\\| `(.*)` \\| `(.*)` \\| `(.*)` \\|$");

    private record Example(String sql, String expected) {}

    @Test
    @Tag("native")
    void nativePostgresAnswersWhatThePageSays() throws Exception {
        NativePostgres.obstacle().ifPresent(reason -> assumeTrue(false, reason));
        try (NativePostgres postgres = NativePostgres.start(new PrintStream(OutputStream.nullOutputStream(), true))) {
            String url = "jdbc:postgresql://" + postgres.address() + "/postgres?user=postgres&sslmode=disable";

            assertExamples(examples(2), () -> DriverManager.getConnection(url));
        }
    }

    @Test
    void aServedDatabaseAnswersWhatThePageSays() throws Exception {
        try (ServedDatabase database = ServedDatabase.inMemory()) {
            assertExamples(examples(3), database::connect);
        }
    }

    private static void assertExamples(List<Example> examples, Bank.Door server) throws SQLException {
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> answers = new LinkedHashMap<>();
        for (Example example : examples) {
            expected.put(example.sql(), example.expected());
            answers.put(example.sql(), answer(example.sql(), server));
        }
        assertThat(examples).hasSizeGreaterThan(20);
        assertThat(answers).containsExactlyEntriesOf(expected);
    }

    /** The page's examples with what one column of theirs expects. */
    private static List<Example> examples(int column) throws IOException {
        List<Example> examples = new ArrayList<>();
        Matcher matcher = EXAMPLE.matcher(Files.readString(Path.of("../docs/differences.md")));
        while (matcher.find()) examples.add(new Example(matcher.group(1), matcher.group(column)));
        return examples;
    }

    /** The last statement's row, or the error; nothing that the statements do stays. */
    private static String answer(String sql, Bank.Door server) throws SQLException {
        try (Connection connection = server.open();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                return last(statement, statement.execute(sql));
            } catch (PSQLException e) {
                ServerErrorMessage error = e.getServerErrorMessage();
                if (error == null) throw e;
                return error.getSeverity() + ": " + error.getMessage();
            } finally {
                connection.rollback();
            }
        }
    }

    private static String last(Statement statement, boolean isFirstWithRows) throws SQLException {
        String answer = "succeeds";
        boolean hasRows = isFirstWithRows;
        while (hasRows || statement.getUpdateCount() != -1) {
            answer = hasRows ? row(statement.getResultSet()) : "succeeds";
            hasRows = statement.getMoreResults();
        }
        return answer;
    }

    private static String row(ResultSet rows) throws SQLException {
        if (!rows.next()) throw new AssertionError("no row");
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) values.add(String.valueOf(rows.getString(i)));
        return String.join(", ", values);
    }
}
