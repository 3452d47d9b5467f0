package dev.pglitej.conformance;

import dev.pglitej.jdbc.contract.SessionEndsContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Why sessions of native PostgreSQL end. */
@Tag("native")
final class NativeSessionEndsTest extends SessionEndsContract {
    private static NativeDatabase database;

    @BeforeAll
    static void start() {
        database = NativeDatabase.start();
    }

    @AfterAll
    static void stop() {
        if (database != null) database.close();
    }

    @Override
    protected Connection connect(String user, String name, Map<String, String> parameters) throws SQLException {
        return database.connect(user, name, parameters);
    }
}
