package dev.pglitej.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What a program does through JDBC, the same on every database. Immutable. */
sealed interface JdbcWork {
    double NANOS_PER_MICRO = 1e3;
    double NANOS_PER_SECOND = 1e9;

    String name();

    String unit();

    /** Does it once, and tells how fast it was and what it computed. */
    Sample on(Connection connection) throws SQLException;

    /**
     * One measurement.
     *
     * @param value in the work's unit
     * @param answer what was computed, which has to be the same everywhere
     */
    record Sample(double value, long answer) {}

    /** One row by its primary key through a prepared statement: the median of so many. */
    record Select(int times, int rows) implements JdbcWork {
        @Override
        public String name() {
            return "select";
        }

        @Override
        public String unit() {
            return "us";
        }

        @Override
        public Sample on(Connection connection) throws SQLException {
            double[] micros = new double[times];
            long sum = 0;
            try (PreparedStatement select = connection.prepareStatement("select v from bench where id = ?")) {
                for (int n = 0; n < times; n++) {
                    long begin = System.nanoTime();
                    select.setInt(1, 1 + (int) (n * 7919L % rows));
                    try (ResultSet result = select.executeQuery()) {
                        result.next();
                        sum += result.getInt(1);
                    }
                    micros[n] = (System.nanoTime() - begin) / NANOS_PER_MICRO;
                }
            }
            return new Sample(Statistics.median(micros), sum);
        }
    }

    /** So many rows inserted by one transaction in batches of a thousand. */
    record BatchInsert(int rows) implements JdbcWork {
        private static final int BATCH = 1_000;

        @Override
        public String name() {
            return "batch-insert";
        }

        @Override
        public String unit() {
            return "rows/s";
        }

        @Override
        public Sample on(Connection connection) throws SQLException {
            Sql.execute(
                    connection,
                    "drop table if exists target",
                    "create table target (id int primary key, v int, t varchar(40))");
            long begin = System.nanoTime();
            Sql.transaction(connection, this::insert);
            double seconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
            return new Sample(rows / seconds, Long.parseLong(Sql.query(connection, "select count(*) from target")));
        }

        private void insert(Connection connection) throws SQLException {
            try (PreparedStatement insert = connection.prepareStatement("insert into target values (?, ?, ?)")) {
                for (int n = 0; n < rows; n++) {
                    insert.setInt(1, n);
                    insert.setInt(2, n % 256);
                    insert.setString(3, "the name of row " + n);
                    insert.addBatch();
                    if (n % BATCH == BATCH - 1) insert.executeBatch();
                }
                insert.executeBatch();
            }
        }
    }

    /**
     * So many rows of three columns read.
     *
     * @param fetchSize how many rows the driver asks for at a time; 0 is all
     */
    record Read(String name, int rows, int fetchSize) implements JdbcWork {
        @Override
        public String unit() {
            return "rows/s";
        }

        @Override
        public Sample on(Connection connection) throws SQLException {
            // pgjdbc uses a cursor only inside of a transaction.
            connection.setAutoCommit(false);
            long begin = System.nanoTime();
            long sum = 0;
            try (PreparedStatement select = connection.prepareStatement("select id, v, t from bench")) {
                select.setFetchSize(fetchSize);
                try (ResultSet result = select.executeQuery()) {
                    while (result.next()) {
                        sum += result.getInt(1)
                                + result.getInt(2)
                                + result.getString(3).length();
                    }
                }
            }
            double seconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
            connection.commit();
            connection.setAutoCommit(true);
            return new Sample(rows / seconds, sum);
        }
    }
}
