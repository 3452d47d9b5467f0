package dev.pglitej.conformance;

import dev.pglitej.jdbc.contract.PgjdbcFeaturesContract;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What pgjdbc offers beyond statements, over TCP. */
final class ServedFeaturesTest extends PgjdbcFeaturesContract {
    private static ServedDatabase database;

    @BeforeAll
    static void start() throws IOException {
        database = ServedDatabase.inMemory();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Override
    protected Connection connect() throws SQLException {
        return database.connect();
    }
}
