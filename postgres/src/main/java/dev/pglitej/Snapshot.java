package dev.pglitej;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.backend.ServerLog;
import dev.pglitej.internal.database.DatabaseAssembly;
import dev.pglitej.internal.database.RunningDatabase;
import dev.pglitej.internal.snapshot.DatabaseSnapshot;
import java.nio.file.Path;

/**
 * What a database in memory was at one moment, from which any number of others can be opened in milliseconds. Immutable, safe for
 * any number of threads; databases opened from it do not need it any more.
 *
 * <p>It shares with them, and with the database that it is of, whatever none of them has changed since. What only it keeps goes when it is
 * closed; one that the garbage collector finds unclosed is reported in the log of {@code dev.pglitej}.
 */
public final class Snapshot implements AutoCloseable {
    private final DatabaseSnapshot snapshot;
    private final LeakWatch leaks;

    Snapshot(DatabaseSnapshot snapshot) {
        this.snapshot = snapshot;
        this.leaks = LeakWatch.of(this, "a snapshot", "keeps its memory until this JVM ends");
    }

    /**
     * A new database with the contents, the settings and the options of the one that this was taken of.
     *
     * @throws PGliteException if it cannot be opened
     * @throws IllegalStateException if this has been closed
     */
    public PGlite open() {
        return new PGlite(opened());
    }

    RunningDatabase opened() {
        try {
            return DatabaseAssembly.copyOf(snapshot);
        } catch (RuntimeException | InternalError e) {
            throw failure("cannot open the snapshot", e);
        }
    }

    /** What was closed while it was used says so, as what was closed before. */
    private RuntimeException failure(String what, Throwable cause) {
        return snapshot.isClosed()
                ? new IllegalStateException("the snapshot is closed", cause)
                : Failures.of(what, cause);
    }

    /**
     * Saves it into one file, which {@link #load} opens in any JVM of the same build. It is complete and on disk when it appears under
     * its name, in place of a file that had that name before; who has that one loaded keeps it.
     *
     * @throws PGliteException if the file cannot be written; nothing is left then
     * @throws IllegalStateException if this has been closed
     */
    public void save(Path file) {
        try {
            snapshot.save(file);
        } catch (RuntimeException | InternalError e) {
            throw failure("cannot save a snapshot to " + file, e);
        }
    }

    /**
     * A snapshot that {@link #save} has written, with the settings and limits of the database it was taken of; what PostgreSQL logs
     * goes to the default of {@link PGlite.Builder#log}. Its bytes stay in the file, mapped, once for all JVMs: it may be deleted or
     * replaced while this, or a database opened from this, is in use, but must not be changed.
     *
     * @throws PGliteException if the file is no snapshot, incomplete, damaged, or was saved by another build
     */
    public static Snapshot load(Path file) {
        try {
            return new Snapshot(DatabaseSnapshot.load(file, ServerLog.UNHEARD));
        } catch (RuntimeException | InternalError e) {
            throw Failures.of("cannot load snapshot " + file, e);
        }
    }

    /** Closing again does nothing. */
    @Override
    public void close() {
        leaks.closed();
        snapshot.close();
    }
}
