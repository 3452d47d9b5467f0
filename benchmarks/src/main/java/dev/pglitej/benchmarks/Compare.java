package dev.pglitej.benchmarks;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The command {@code benchmarks/compare}: one list of statements in alternation on PGliteJ and on native PostgreSQL. */
public final class Compare {
    private final CompareOptions options;
    private final PrintStream out;
    private final PrintStream log;

    private Compare(CompareOptions options, PrintStream out, PrintStream log) {
        this.options = options;
        this.out = out;
        this.log = log;
    }

    /** Ends with status 0, 1 when it failed, or 2 when it does not understand its arguments. */
    public static void main(String[] arguments) {
        Main.run(CompareOptions.USAGE, arguments, () -> {
            new Compare(CompareOptions.parse(arguments), System.out, System.err).run();
        });
    }

    private void run() throws SQLException {
        List<Row> rows = options.choose(Rows.of(options.scale()));
        try (Contender ours = startOurs();
                Contender natives = startNatives();
                Connection toOurs = ours.connect();
                Connection toNative = natives.connect()) {
            log.println(Settings.difference(toOurs, toNative));
            Rows.createSharedTable(toOurs, options.scale());
            Rows.createSharedTable(toNative, options.scale());
            compare(rows, toOurs, toNative);
        }
    }

    private Contender startOurs() {
        return options.ours().<Contender>map(RunningServer::new).orElseGet(() -> ServedPglite.start(Main.home(), log));
    }

    private Contender startNatives() {
        return options.against().<Contender>map(RunningServer::new).orElseGet(() -> NativePostgres.start(log));
    }

    private void compare(List<Row> rows, Connection ours, Connection natives) throws SQLException {
        Alternation alternation = new Alternation(options.rounds(), System::nanoTime);
        Report report = new Report(out);
        for (Row row : rows) {
            log.println(row.name() + ": " + row.description());
            report.add(alternation.compare(row, row.on(ours), row.on(natives)));
        }
        report.finish();
    }
}
