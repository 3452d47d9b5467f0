package dev.pglitej.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;

/** What the sessions of a server do. Stateless. */
final class Activity {
    private static final long DEADLINE_NANOS = 60_000_000_000L;
    private static final long PAUSE_NANOS = 10_000_000;

    private Activity() {}

    /**
     * Waits until so many other sessions are in a state.
     *
     * @param state a condition on the columns of pg_stat_activity
     */
    static void await(Contender server, int sessions, String state) throws SQLException {
        long start = System.nanoTime();
        String query =
                "select count(*) = " + sessions + " from pg_stat_activity where pid <> pg_backend_pid() and " + state;
        try (Connection connection = server.connect()) {
            while (!Sql.query(connection, query).equals("t")) {
                if (System.nanoTime() - start > DEADLINE_NANOS) {
                    throw new IllegalStateException(
                            "after a minute, there are not " + sessions + " sessions with " + state);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Waits until so many clients of pgbench have run something. */
    static void awaitPgbench(Contender server, int clients) throws SQLException {
        await(server, clients, "application_name = 'pgbench' and query <> ''");
    }
}
