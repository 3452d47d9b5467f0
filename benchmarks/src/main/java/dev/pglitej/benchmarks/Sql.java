package dev.pglitej.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements in one line each. */
final class Sql {
    private Sql() {}

    static void execute(Connection connection, String... commands) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String command : commands) statement.execute(command);
        }
    }

    /** The whole result: values parted by spaces, rows by line feeds. */
    static String query(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            int columns = result.getMetaData().getColumnCount();
            StringBuilder text = new StringBuilder();
            while (result.next()) {
                text.append(text.isEmpty() ? "" : "\n").append(result.getString(1));
                for (int column = 2; column <= columns; column++) {
                    text.append(' ').append(result.getString(column));
                }
            }
            return text.toString();
        }
    }

    /** Does the step in one transaction. */
    static void transaction(Connection connection, Row.Step step) throws SQLException {
        connection.setAutoCommit(false);
        step.on(connection);
        connection.commit();
        connection.setAutoCommit(true);
    }
}
