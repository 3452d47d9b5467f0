package dev.pglitej.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A suite of tests of a program that keeps books in fifty tables, run by one JVM on one kind of database. Prints the milliseconds from the
 * JVM's start to the first test's end, those that each later test took (the median), and those of the whole.
 */
public final class SwitchingSuite {
    private static final int TABLES = 50;
    private static final int TESTS = 100;
    private static final int ROWS = 20;
    private static final double NANOS_PER_MILLI = 1e6;

    private SwitchingSuite() {}

    /**
     * Runs it.
     *
     * @param arguments the name of a {@link SwitchingSide}
     */
    public static void main(String[] arguments) throws IOException, SQLException {
        Report report = new Report(System.out);
        double[] millis = new double[TESTS - 1];
        try (SwitchingSide side = SwitchingSide.start(arguments[0], schema())) {
            test(side);
            report.line("first-test", Report.number(sinceStart()), "ms");
            for (int n = 0; n < millis.length; n++) {
                long begin = System.nanoTime();
                test(side);
                millis[n] = (System.nanoTime() - begin) / NANOS_PER_MILLI;
            }
        }
        report.line("test", Report.number(Statistics.median(millis)), "ms");
        report.line("suite", Report.number(sinceStart()), "ms");
    }

    private static double sinceStart() {
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    /** Tables as a migration makes them, each with a foreign key to the one before and an index. */
    static String schema() {
        StringBuilder sql = new StringBuilder(
                "create table t0 (id int primary key, name varchar(40) not null, amount numeric(12, 2));\n");
        for (int n = 1; n < TABLES; n++) {
            sql.append(
                    "create table t%d (id int primary key, parent int not null references t%d, name varchar(40) not null);\n"
                            .formatted(n, n - 1));
            sql.append("create index t%d_name on t%d (name);\n".formatted(n, n));
        }
        return sql.toString();
    }

    /** Writes into the first two tables, reads both, and finds nothing that another test has left. */
    static void test(SwitchingSide side) throws SQLException {
        try (Connection connection = side.next()) {
            connection.setAutoCommit(false);
            insert(connection, "insert into t0 (name, id, amount) values (?, ?, 9.50)");
            insert(connection, "insert into t1 (name, id, parent) values (?, ?, 1)");
            connection.commit();
            String query =
                    "select count(*), sum(t0.amount) from t0 join t1 on t1.parent = t0.id where t1.name like 'name%'";
            String answer = Sql.query(connection, query);
            connection.commit();
            if (!answer.equals(ROWS + " 190.00")) throw new IllegalStateException("the test found '" + answer + "'");
        }
    }

    private static void insert(Connection connection, String sql) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int n = 1; n <= ROWS; n++) {
                insert.setString(1, "name " + n);
                insert.setInt(2, n);
                insert.executeUpdate();
            }
        }
    }
}
