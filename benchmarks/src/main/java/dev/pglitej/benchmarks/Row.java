package dev.pglitej.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * One line of the comparison: a piece of work, and what has to be there before it. Immutable.
 *
 * @param name what the line begins with, the same at every scale
 * @param description the work in words
 * @param computing whether it counts towards the geometric mean
 * @param samples how often it is timed in a round
 * @param operations how many operations the work consists of, when the time of one of them is reported; else 1
 * @param setUp makes what the work needs, once
 * @param reset makes the work repeatable; not timed
 * @param work what is timed; it answers what it computed
 * @param proof shows what the work has left behind; not timed
 */
record Row(
        String name,
        String description,
        boolean computing,
        int samples,
        int operations,
        Step setUp,
        Step reset,
        Work work,
        Work proof) {

    /** Something done to a database. */
    @FunctionalInterface
    interface Step {
        void on(Connection connection) throws SQLException;
    }

    /** Something done to a database that answers with a text, which has to be the same on every database. */
    @FunctionalInterface
    interface Work {
        String on(Connection connection) throws SQLException;
    }

    /** A query that only computes, and takes some milliseconds. */
    static Row computing(String name, String description, String query) {
        return new Row(name, description, true, 5, 1, Row::nothing, Row::nothing, c -> Sql.query(c, query), c -> "");
    }

    /** Many executions in a row, reported as the time of one. */
    static Row roundTrip(String name, String description, int operations, Work work) {
        return new Row(name, description, false, 5, operations, Row::nothing, Row::nothing, work, c -> "");
    }

    /** Work that changes a table of its own, which {@code reset} brings back; the query shows that it was done. */
    static Row changing(String name, String description, Step setUp, Step reset, Step work, String proof) {
        return new Row(
                name,
                description,
                false,
                1,
                1,
                setUp,
                reset,
                c -> {
                    work.on(c);
                    return "";
                },
                c -> Sql.query(c, proof));
    }

    /** This row on one database. */
    Trial on(Connection connection) {
        return new ConnectionTrial(this, connection);
    }

    private static void nothing(Connection connection) {}

    private record ConnectionTrial(Row row, Connection connection) implements Trial {
        @Override
        public void setUp() throws SQLException {
            row.setUp.on(connection);
        }

        @Override
        public void reset() throws SQLException {
            row.reset.on(connection);
        }

        @Override
        public String work() throws SQLException {
            return row.work.on(connection);
        }

        @Override
        public String proof() throws SQLException {
            return row.proof.on(connection);
        }
    }
}
