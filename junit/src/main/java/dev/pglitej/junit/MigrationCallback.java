package dev.pglitej.junit;

import javax.sql.DataSource;

/** Brings a new database to where tests begin. */
@FunctionalInterface
public interface MigrationCallback {
    /** Changes what the data source leads to, and closes the connections it has opened. */
    void migrate(DataSource database) throws Exception;
}
