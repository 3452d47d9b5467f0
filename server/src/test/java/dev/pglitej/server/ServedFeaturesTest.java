package dev.pglitej.server;

import dev.pglitej.jdbc.PgjdbcFeaturesContract;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What pgjdbc offers beyond statements, over TCP. */
final class ServedFeaturesTest extends PgjdbcFeaturesContract {
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
    protected Connection connect() throws SQLException {
        return postgres.connect();
    }
}
