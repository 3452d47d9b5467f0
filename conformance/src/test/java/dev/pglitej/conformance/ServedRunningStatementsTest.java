package dev.pglitej.conformance;

import dev.pglitej.jdbc.contract.RunningStatementsContract;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What statements give while they run, over TCP. */
final class ServedRunningStatementsTest extends RunningStatementsContract {
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
