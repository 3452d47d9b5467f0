package dev.pglitej.conformance;

import dev.pglitej.jdbc.contract.SessionEndsContract;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Why sessions end, over TCP. */
final class ServedSessionEndsTest extends SessionEndsContract {
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
    protected Connection connect(String user, String name, Map<String, String> parameters) throws SQLException {
        return database.connect(user, name, parameters);
    }
}
