package dev.pglitej.spring;

import dev.pglitej.PGlite;
import dev.pglitej.jdbc.PGliteDataSource;
import dev.pglitej.jdbc.PublishedDatabase;
import io.zonky.test.db.provider.EmbeddedDatabase;
import java.util.concurrent.atomic.AtomicLong;

/** A database in the form that zonky requires. Thread-safe. */
final class ZonkyEmbeddedDatabase extends PGliteDataSource implements EmbeddedDatabase {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final PGlite database;
    private final PublishedDatabase published;

    ZonkyEmbeddedDatabase(PGlite database) {
        super(database);
        this.database = database;
        this.published = PublishedDatabase.publish("zonky-" + NUMBERS.incrementAndGet(), database);
    }

    @Override
    public String getJdbcUrl() {
        return published.url();
    }

    @Override
    public void close() {
        published.close();
        database.close();
    }
}
