package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pglitej.junit.PGliteTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What is published does what the README says of it. */
@PGliteTest
final class ConsumerTest {
    @Test
    void theDriverConnectsByUrl() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:pglite:memory:")) {
            assertEquals(42, answer(connection, "select 6 * 7"));
        }
    }

    @Test
    void theExtensionsAreThere() throws SQLException {
        String url = "jdbc:pglite:memory:?extensions=pg_trgm,vector";
        try (Connection connection = DriverManager.getConnection(url)) {
            assertEquals(5, answer(connection, "select '[1,2]'::vector <-> '[4,6]'"));
            assertEquals(1, answer(connection, "select similarity('word', 'word')"));
        }
    }

    @Test
    void theTestIsGivenADatabase(Connection connection) throws SQLException {
        assertEquals(18, answer(connection, "select current_setting('server_version_num')::int / 10000"));
    }

    private static int answer(Connection connection, String query) throws SQLException {
        try (ResultSet rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
