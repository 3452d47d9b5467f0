package dev.pglitej.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The README's first example is this one, so it compiles and does what it says. */
final class ReadmeTest {
    @Test
    void theExampleAnswers() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:pglite:memory:");
                ResultSet rows = connection.createStatement().executeQuery("select 6 * 7")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(42);
        }
    }
}
