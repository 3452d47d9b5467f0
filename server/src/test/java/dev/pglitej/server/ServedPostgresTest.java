package dev.pglitej.server;

import dev.pglitej.jdbc.PgjdbcContract;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What pgjdbc's users see over TCP. */
final class ServedPostgresTest extends PgjdbcContract {
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
    protected Connection connect(String user, String database, Map<String, String> parameters) throws SQLException {
        return postgres.connect(user, database, parameters);
    }
}
