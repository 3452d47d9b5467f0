package dev.pglitej.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's first example is this one, so it compiles and does what it says. */
final class ReadmeTest {
    private static final String BEGIN = "// README begins";
    private static final String END = "// README ends";

    @Test
    void theExampleAnswers() throws SQLException {
        // README begins
        try (Connection connection = DriverManager.getConnection("jdbc:pglite:memory:");
                ResultSet rows = connection.createStatement().executeQuery("select 6 * 7")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(42);
        }
        // README ends
    }

    @Test
    void theReadmeShowsThisExample() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/pglitej/jdbc/ReadmeTest.java"));
        int begin = source.indexOf(BEGIN, source.indexOf("void theExampleAnswers")) + BEGIN.length() + 1;
        String example = source.substring(begin, source.indexOf(END, begin))
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.substring(8))
                .collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + example + "\n```");
    }
}
