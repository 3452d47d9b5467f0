package dev.pglitej.benchmarks.training;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;

/**
 * Statements from a resource, in their order. Immutable.
 *
 * @param name of the resource
 */
record Script(String name, List<String> statements) {
    /** Reads one; an empty line parts two statements. */
    static Script named(String name) {
        try (InputStream resource = Script.class.getResourceAsStream(name)) {
            if (resource == null) throw new IllegalStateException("the class path has no " + name);
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            return new Script(name, Arrays.stream(text.strip().split("\n\n+")).toList());
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + name, e);
        }
    }

    /** Executes all of them and reads their results to the end. */
    void run(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) run(statement, sql);
        }
    }

    private void run(Statement statement, String sql) throws SQLException {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new SQLException(name + " has a statement that fails: " + sql, e.getSQLState(), e);
        }
    }
}
