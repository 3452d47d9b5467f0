package dev.pglitej.jdbc.contract;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What tests do with a connection again and again. */
public final class Sql {
    private Sql() {}

    public static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    public static void execute(Connection connection, String... commands) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String command : commands) statement.execute(command);
        }
    }

    public static SQLException failure(Connection connection, String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return failure(statement, command);
        }
    }

    public static SQLException failure(Statement statement, String command) {
        return catchThrowableOfType(SQLException.class, () -> statement.execute(command));
    }

    public static <T> Future<T> inBackground(Callable<T> task) {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            return thread.submit(task);
        } finally {
            thread.shutdown();
        }
    }

    /** Waits until a statement with this text is running in another session; the test's own deadline ends it. */
    public static void awaitActive(Connection observer, String part) throws SQLException {
        awaitTrue(
                observer,
                "select count(*) = 1 from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and query like '%"
                        + part + "%'");
    }

    /** Asks again and again; the test's own deadline ends it. */
    public static void awaitTrue(Connection observer, String condition) throws SQLException {
        while (!text(observer, condition).equals("t")) Thread.onSpinWait();
    }
}
