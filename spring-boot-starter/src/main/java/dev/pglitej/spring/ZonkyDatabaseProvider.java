package dev.pglitej.spring;

import dev.pglitej.PGlite;
import dev.pglitej.Snapshot;
import io.zonky.test.db.preparer.DatabasePreparer;
import io.zonky.test.db.provider.DatabaseProvider;
import io.zonky.test.db.provider.EmbeddedDatabase;
import io.zonky.test.db.provider.ProviderException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Provides databases for zonky's embedded-database-spring-test. Each preparer runs once, on a template from which databases are copied.
 * Thread-safe.
 */
final class ZonkyDatabaseProvider implements DatabaseProvider {
    /** By preparer; zonky makes preparers equal if they do the same. */
    private static final Map<DatabasePreparer, Snapshot> TEMPLATES = new ConcurrentHashMap<>();

    @Override
    public EmbeddedDatabase createDatabase(DatabasePreparer preparer) throws ProviderException {
        Snapshot template = TEMPLATES.computeIfAbsent(preparer, ZonkyDatabaseProvider::prepared);
        return new ZonkyEmbeddedDatabase(template.open());
    }

    private static Snapshot prepared(DatabasePreparer preparer) {
        try (PGlite database = PGlite.inMemory()) {
            preparer.prepare(database.dataSource());
            return database.snapshot();
        } catch (SQLException e) {
            throw new ProviderException("the database could not be prepared: " + e.getMessage(), e);
        }
    }
}
