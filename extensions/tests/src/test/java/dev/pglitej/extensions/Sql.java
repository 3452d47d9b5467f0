package dev.pglitej.extensions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Answers to SQL as texts. Stateless. */
final class Sql {
    private Sql() {}

    /** The first column of the first row. */
    static String value(Statement statement, String sql) throws SQLException {
        return column(statement, sql).get(0);
    }

    /** The first column of all rows. */
    static List<String> column(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) values.add(String.valueOf(rows.getString(1)));
            return values;
        }
    }
}
