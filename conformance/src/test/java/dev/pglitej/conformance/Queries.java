package dev.pglitej.conformance;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** Statements in one line each. Stateless. */
public final class Queries {
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private Queries() {}

    /** The first column of the first row. */
    public static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            if (!rows.next()) throw new AssertionError("no row: " + query);
            return String.valueOf(rows.getString(1));
        }
    }

    public static void execute(Connection connection, String... commands) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String command : commands) statement.execute(command);
        }
    }

    /** The SQLSTATE that a command fails with. */
    public static String failure(Connection connection, String command) {
        SQLException failure = catchThrowableOfType(SQLException.class, () -> execute(connection, command));
        if (failure == null) throw new AssertionError("did not fail: " + command);
        return String.valueOf(failure.getSQLState());
    }

    /** Asks until the answer is yes. */
    public static void await(Connection observer, String condition) throws SQLException {
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (!value(observer, condition).equals("t")) {
            if (System.nanoTime() - end > 0) throw new AssertionError("not within a minute: " + condition);
            Thread.onSpinWait();
        }
    }
}
