package dev.pglitej;

import dev.pglitej.cluster.DatabaseSnapshot;

/**
 * What a database in memory was at one moment, from which any number of others can be opened in milliseconds. Immutable, safe for
 * any number of threads; databases opened from it do not need it any more.
 *
 * <p>It shares with them, and with the database that it is of, whatever none of them has changed since. What only it keeps goes when it is
 * closed.
 */
public final class Snapshot implements AutoCloseable {
    private final DatabaseSnapshot snapshot;

    Snapshot(DatabaseSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * A new database with the contents, the settings and the options of the one that this was taken of.
     *
     * @throws PGliteException if it cannot be opened
     * @throws IllegalStateException if this has been closed
     */
    public PGlite open() {
        return new PGlite(snapshot.open());
    }

    DatabaseSnapshot contents() {
        return snapshot;
    }

    /** Closing again does nothing. */
    @Override
    public void close() {
        snapshot.close();
    }
}
