package dev.pglitej.conformance;

import dev.pglitej.jdbc.contract.RunningStatementsContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** What statements of native PostgreSQL give while they run. */
@Tag("native")
final class NativeRunningStatementsTest extends RunningStatementsContract {
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
    protected Connection connect() throws SQLException {
        return database.connect("postgres", "postgres", Map.of());
    }
}
