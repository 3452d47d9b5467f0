package dev.pglitej.benchmarks;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The command {@code benchmarks/jdbc}: the same JDBC program on PGliteJ in this process, on native PostgreSQL over loopback, and on H2 in
 * this process, in turns.
 */
public final class Jdbc {
    private final JdbcOptions options;
    private final Report report = new Report(System.out);
    private final PrintStream log = System.err;
    private final List<Side> sides;

    /** A database, and what it has done so far. */
    private record Side(String name, Connection connection, String series, List<Double> values) {
        Side(String name, Connection connection, String series) {
            this(name, connection, series, new ArrayList<>());
        }

        double median() {
            return Statistics.median(
                    values.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    private Jdbc(JdbcOptions options, Connection ours, Connection natives, Connection h2) {
        this.options = options;
        String generateSeries = "generate_series(1, " + options.rowsToRead() + ") s(x)";
        this.sides = List.of(
                new Side("", ours, generateSeries),
                new Side("-native", natives, generateSeries),
                new Side("-h2", h2, "system_range(1, " + options.rowsToRead() + ")"));
    }

    /** Ends with status 0, 1 when it failed, or 2 when it does not understand its arguments. */
    public static void main(String[] arguments) {
        Main.run(JdbcOptions.USAGE, arguments, () -> run(JdbcOptions.parse(arguments), System.err));
    }

    private static void run(JdbcOptions options, PrintStream log) throws SQLException {
        try (NativePostgres server = NativePostgres.start(log);
                Connection ours = DriverManager.getConnection("jdbc:pglite:memory:");
                Connection natives = server.connect();
                Connection h2 = DriverManager.getConnection("jdbc:h2:mem:bench")) {
            log.println(Settings.difference(ours, natives));
            new Jdbc(options, ours, natives, h2).run();
        }
    }

    private void run() throws SQLException {
        for (Side side : sides) {
            Sql.execute(
                    side.connection(),
                    "create table bench (id int primary key, v int, t varchar(40))",
                    "insert into bench select x, x % 256, 'the name of row ' || x from " + side.series(),
                    "analyze" + (side.name().equals("-h2") ? "" : " bench"));
        }
        for (JdbcWork work : options.work()) compare(work);
    }

    private void compare(JdbcWork work) throws SQLException {
        log.println(work);
        for (Side side : sides) side.values().clear();
        for (int round = 0; round < 2 * options.rounds(); round++) {
            // The first half only warms up.
            boolean counts = round >= options.rounds();
            long expected = sample(work, sides.get(0), counts);
            for (Side side : sides.subList(1, sides.size())) {
                long answer = sample(work, side, counts);
                if (answer != expected) {
                    throw new IllegalStateException(work.name() + side.name() + " answers " + answer + " instead of "
                            + expected + "; times of different work cannot be compared");
                }
            }
        }
        for (Side side : sides) report.line(work.name() + side.name(), Report.number(side.median()), work.unit());
        double ours = sides.get(0).median();
        for (Side side : sides.subList(1, sides.size())) {
            report.line(work.name() + side.name() + "-ratio", Report.number(ours / side.median()), "ratio");
        }
    }

    private static long sample(JdbcWork work, Side side, boolean counts) throws SQLException {
        JdbcWork.Sample sample = work.on(side.connection());
        if (counts) side.values().add(sample.value());
        return sample.answer();
    }
}
