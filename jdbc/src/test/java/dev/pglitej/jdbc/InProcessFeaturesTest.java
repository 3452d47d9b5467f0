package dev.pglitej.jdbc;

import dev.pglitej.PGlite;
import dev.pglitej.jdbc.contract.PgjdbcFeaturesContract;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What pgjdbc offers beyond statements, in the process of the database. */
final class InProcessFeaturesTest extends PgjdbcFeaturesContract {
    private static PGlite database;

    @BeforeAll
    static void open() {
        database = PGlite.inMemory();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Override
    protected Connection connect() throws SQLException {
        return database.getConnection();
    }
}
