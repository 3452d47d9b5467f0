package dev.pglitej.benchmarks.training;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The run that tells the compiler which paths of PostgreSQL are frequent: a shop's database is made, loaded, asked, changed and
 * tidied up. It covers much rather than long, since what no training reaches is compiled for size.
 */
public final class Training {
    private static final int SHORT_TRANSACTIONS = 8_000;
    private static final int CONNECTIONS = 40;

    private final String url;
    private final int times;
    private final PrintStream log;

    Training(String url, int times, PrintStream log) {
        this.url = url;
        this.times = times;
        this.log = log;
    }

    /** Trains on the database of a URL, which must be empty. A second argument is how many short transactions there are to be. */
    public static void main(String[] arguments) throws SQLException {
        int times = arguments.length > 1 ? Integer.parseInt(arguments[1]) : SHORT_TRANSACTIONS;
        new Training(arguments[0], times, System.err).run();
    }

    void run() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            script(connection, "schema.sql");
            script(connection, "load.sql");
            step("copies in", () -> Copies.in(connection));
            // With statistics, plans are those of a database that is in use.
            step("statistics", () -> execute(connection, "vacuum (analyze)"));
            script(connection, "questions.sql");
            script(connection, "texts.sql");
            step("short transactions", () -> new ShortTransactions(connection, times).run());
            step("connections", this::connections);
            script(connection, "changes.sql");
            step("copies out", () -> Copies.out(connection));
            script(connection, "maintenance.sql");
        }
    }

    /** Sessions that do one thing and go. */
    private void connections() throws SQLException {
        for (int n = 0; n < CONNECTIONS; n++) {
            try (Connection connection = DriverManager.getConnection(url)) {
                execute(connection, "select count(*) from pg_stat_activity");
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void script(Connection connection, String name) throws SQLException {
        Script script = Script.named(name);
        step(name, () -> script.run(connection));
    }

    private void step(String name, Step step) throws SQLException {
        log.println("training: " + name);
        step.run();
    }

    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }
}
