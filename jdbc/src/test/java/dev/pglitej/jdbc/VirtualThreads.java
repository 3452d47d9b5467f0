package dev.pglitej.jdbc;

import static dev.pglitej.jdbc.contract.Sql.execute;
import static dev.pglitej.jdbc.contract.Sql.text;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A program of many virtual threads, which wait for each other's row locks, for connections and for the processor. It ends with status 0
 * only if no one of them kept its carrier from the one that it was waiting for.
 */
final class VirtualThreads {
    private static final int THREADS = 200;
    private static final int TURNS = 5;
    private static final int SESSIONS = 30;
    private static final int ROWS = 3;
    private static final long DEADLINE_SECONDS = 120;

    private VirtualThreads() {}

    public static void main(String[] arguments) throws Exception {
        // The build is for Java 17.
        ExecutorService threads = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:pglite:memory:virtual");
        config.setMaximumPoolSize(SESSIONS);
        config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
        config.setAutoCommit(false);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            try (Connection connection = pool.getConnection()) {
                execute(
                        connection,
                        "create table counter (id int primary key, n int not null)",
                        "insert into counter select g, 0 from generate_series(1, " + ROWS + ") g");
                connection.commit();
            }
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) work.add(() -> countManyTimes(pool));
            for (Future<Integer> each : threads.invokeAll(work, DEADLINE_SECONDS, TimeUnit.SECONDS)) each.get();
            try (Connection connection = pool.getConnection()) {
                System.out.println(text(connection, "select string_agg(n::text, ' ' order by id) from counter"));
            }
        }
    }

    private static int countManyTimes(HikariDataSource pool) throws SQLException {
        for (int turn = 0; turn < TURNS; turn++) {
            try (Connection connection = pool.getConnection()) {
                // In one order, so that there is no deadlock but one of ours.
                for (int id = 1; id <= ROWS; id++) execute(connection, "update counter set n = n + 1 where id = " + id);
                connection.commit();
            }
        }
        return TURNS;
    }
}
