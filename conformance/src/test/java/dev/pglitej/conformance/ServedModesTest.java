package dev.pglitej.conformance;

import dev.pglitej.jdbc.contract.PgjdbcModesContract;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The modes of pgjdbc, over TCP. */
final class ServedModesTest extends PgjdbcModesContract {
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
    protected Connection connect(Map<String, String> parameters) throws SQLException {
        return database.connect("postgres", "postgres", parameters);
    }
}
