package dev.pglitej.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long sessions with short queries wait while another session computes without end. Confined to one thread. */
final class Fairness {
    /** All but the one that computes. */
    private static final int CLIENTS = 15;

    private static final double PERCENT = 99.9;
    private static final long DEADLINE_SECONDS = 60;
    private static final String QUERY_CANCELED = "57014";

    private final Contender ours;
    private final Contender natives;
    private final SessionsOptions options;
    private final Report report;
    private final PrintStream log;

    Fairness(Contender ours, Contender natives, SessionsOptions options, Report report, PrintStream log) {
        this.ours = ours;
        this.natives = natives;
        this.options = options;
        this.report = report;
        this.log = log;
    }

    /** What the one session does. */
    private enum Computation {
        /** Calls of a function in SQL, which begin and end an executor each. */
        RECURSION("select computation(60)"),
        /** Sorts of 200,000 texts, one after the other. */
        SORT("do $$ begin loop perform * from (select md5(n::text) from generate_series(1, 200000) n order by 1) s;"
                + " end loop; end $$");

        private static final String FUNCTION =
                "create or replace function computation(n int) returns bigint language sql"
                        + " as $$ select case when n < 2 then 1 else computation(n - 1) + computation(n - 2) end $$";

        private final String statement;

        Computation(String statement) {
            this.statement = statement;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    void measure() throws IOException, SQLException {
        for (Computation computation : Computation.values()) measure(computation);
    }

    private void measure(Computation computation) throws IOException, SQLException {
        log.println(CLIENTS + " clients beside one session that computes: " + computation.label());
        List<Latencies> ofOurs = new ArrayList<>();
        List<Latencies> ofNative = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            ofOurs.add(latencies(ours, computation));
            ofNative.add(latencies(natives, computation));
        }
        String name = "fairness-" + computation.label();
        report.sides(name + "-slowest", slowest(ofOurs), slowest(ofNative), "ms");
        report.sides(name + "-p99.9", percentiles(ofOurs), percentiles(ofNative), "ms");
    }

    private static List<Double> slowest(List<Latencies> rounds) {
        return rounds.stream().map(Latencies::slowest).toList();
    }

    private static List<Double> percentiles(List<Latencies> rounds) {
        return rounds.stream().map(round -> round.percentile(PERCENT)).toList();
    }

    private Latencies latencies(Contender server, Computation computation) throws IOException, SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(Computation.FUNCTION);
            CompletableFuture<Void> computing = CompletableFuture.runAsync(() -> compute(statement, computation));
            Activity.await(
                    server, 1, "state = 'active' and query = '" + computation.statement.replace("'", "''") + "'");
            Latencies latencies =
                    Pgbench.latencies(server.address(), PgbenchScript.SELECT_1, CLIENTS, options.seconds());
            if (computing.isDone()) throw new IllegalStateException("the computation has ended before its time");
            statement.cancel();
            join(computing);
            return latencies;
        }
    }

    private static void compute(Statement statement, Computation computation) {
        try {
            statement.execute(computation.statement);
        } catch (SQLException e) {
            if (!QUERY_CANCELED.equals(e.getSQLState())) throw new CompletionException(e);
        }
    }

    private static void join(CompletableFuture<Void> computing) throws SQLException {
        try {
            computing.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new SQLException("the computation did not end by being cancelled", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while the computation was to end", e);
        }
    }
}
