package dev.pglitej.benchmarks;

import java.sql.SQLException;

/** One row on one database. Confined to one thread. */
interface Trial {
    /** Makes what the work needs; called once. */
    void setUp() throws SQLException;

    /** Makes the work repeatable; called before each {@link #work}. */
    void reset() throws SQLException;

    /** Does what is timed, and answers what it computed. */
    String work() throws SQLException;

    /** Shows what the work has left behind. */
    String proof() throws SQLException;
}
