package dev.pglitej;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.backend.PostgresLog;
import dev.pglitej.internal.database.DatabaseAssembly;
import dev.pglitej.internal.database.RunningDatabase;
import dev.pglitej.internal.snapshot.DatabaseSnapshot;
import java.nio.file.Path;

/**
 * The state of a database at one moment, from which any number of databases in memory can be opened within milliseconds. Immutable. A
 * database opened from it does not need it any more.
 *
 * <p>It shares with these databases, and with its original, everything that none of them has changed since. Closing it frees what it alone
 * keeps. If the garbage collector finds an unclosed one, the log of {@code dev.pglitej} reports it.
 */
public final class Snapshot implements AutoCloseable {
    private final DatabaseSnapshot snapshot;
    private final LeakWatch leaks;

    Snapshot(DatabaseSnapshot snapshot) {
        this.snapshot = snapshot;
        this.leaks = LeakWatch.of(this, "a snapshot", "keeps its memory until this JVM ends");
    }

    /**
     * Opens a new database in memory with the contents, the settings and the options of the original.
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

    /** A snapshot that is closed while it is used fails in the same way as one that was closed before. */
    private RuntimeException failure(String what, Throwable cause) {
        return snapshot.isClosed()
                ? new IllegalStateException("the snapshot is closed", cause)
                : Failures.of(what, cause);
    }

    /**
     * Saves it into one file, which {@link #load} opens in any JVM of the same build. The file is complete and on disk when it appears
     * under its name, and replaces a former file of that name; snapshots loaded from the former file stay valid.
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
     * Loads a snapshot that {@link #save} has written, with the settings and limits of its original. PostgreSQL's log
     * goes to the default of {@link PGlite.Builder#log}. All JVMs map the same file: while the snapshot or a database opened from it is
     * in use, the file may be deleted or replaced, but must not be changed.
     *
     * @throws PGliteException if the file is not a snapshot, incomplete, damaged, or was saved by another build
     */
    public static Snapshot load(Path file) {
        try {
            return new Snapshot(DatabaseSnapshot.load(file, PostgresLog.UNHEARD));
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
