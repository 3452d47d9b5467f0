package dev.pglitej.jdbc;

import dev.pglitej.PGlite;
import dev.pglitej.jdbc.contract.PgjdbcModesContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The modes of pgjdbc, in the process of the database. */
final class InProcessModesTest extends PgjdbcModesContract {
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
    protected Connection connect(Map<String, String> parameters) throws SQLException {
        PGliteDataSource source = new PGliteDataSource(database);
        parameters.forEach(source::setProperty);
        return source.getConnection();
    }
}
