package dev.pglitej.jdbc;

import dev.pglitej.PGlite;
import dev.pglitej.jdbc.contract.PgjdbcContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What pgjdbc's users see in the process of the database. */
final class InProcessTest extends PgjdbcContract {
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
    protected Connection connect(String user, String databaseName, Map<String, String> parameters) throws SQLException {
        PGliteDataSource source = new PGliteDataSource(database);
        source.setUser(user);
        source.setDatabaseName(databaseName);
        parameters.forEach(source::setProperty);
        return source.getConnection();
    }
}
