package dev.pglitej.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** One side of the comparison: a database that is running, until it is closed. Confined to one thread, except {@link #close}. */
public interface Contender extends AutoCloseable {
    /** Where it can be reached. */
    Address address();

    /** Ends what was started for it; idempotent, and from any thread. */
    @Override
    void close();

    /** A connection by the same driver with the same settings for every side. */
    default Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://" + address()
                + "/postgres?user=postgres&sslmode=disable&gssEncMode=disable&loginTimeout=60");
    }
}
