package dev.pglitej.server;

import dev.pglitej.jdbc.PgjdbcModesContract;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The modes of pgjdbc, over TCP. */
final class ServedModesTest extends PgjdbcModesContract {
    private static ServedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = ServedPostgres.start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Override
    protected Connection connect(Map<String, String> parameters) throws SQLException {
        return postgres.connect("postgres", "postgres", parameters);
    }
}
