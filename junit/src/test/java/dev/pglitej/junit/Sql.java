package dev.pglitej.junit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What tests do with a database again and again. */
final class Sql {
    private Sql() {}

    static void execute(Connection connection, String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean ignored = statement.execute(command);
        }
    }

    static void execute(DataSource database, String command) throws SQLException {
        try (Connection connection = database.getConnection()) {
            execute(connection, command);
        }
    }

    static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static String text(DataSource database, String query) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return text(connection, query);
        }
    }
}
