package dev.pglitej.junit;

import dev.pglitej.jdbc.PGliteDataSource;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** Runs SQL of files. */
final class SqlScripts {
    private SqlScripts() {}

    static void run(List<String> locations, DataSource database) throws Exception {
        // Parsed by the server alone: pgjdbc would see a parameter in every question mark.
        database.unwrap(PGliteDataSource.class).setProperty("preferQueryMode", "simple");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String location : locations) run(statement, location);
        }
    }

    private static void run(Statement statement, String location) throws Exception {
        String sql = new String(Contents.of(location), StandardCharsets.UTF_8);
        try {
            boolean ignored = statement.execute(sql);
        } catch (SQLException e) {
            throw new SQLException("script " + location + " failed: " + e.getMessage(), e.getSQLState(), e);
        }
    }
}
