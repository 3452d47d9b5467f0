package dev.pglitej.internal.snapshot;

import dev.pglitej.internal.fork.FrozenCluster;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import dev.pglitej.internal.options.DatabaseOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The state of a database at one moment. Immutable. A database that was opened from it does not need it any more.
 *
 * <p>It shares memory with the database and its copies, as far as they have not changed it.
 */
public final class DatabaseSnapshot implements AutoCloseable {
    private final DatabaseOptions options;
    private final MemoryFileSystem data;
    private final MemoryFileSystem sharedFiles;
    private final Optional<FrozenCluster> state;
    private volatile boolean isClosed;

    /** @param state empty if the files come from a running database and need recovery */
    public DatabaseSnapshot(
            DatabaseOptions options,
            MemoryFileSystem data,
            MemoryFileSystem sharedFiles,
            Optional<FrozenCluster> state) {
        this.options = options;
        this.data = data;
        this.sharedFiles = sharedFiles;
        this.state = state;
    }

    /**
     * Loads a snapshot that a JVM of this build has saved.
     *
     * @param log receives the lines of PostgreSQL's log of databases that are opened from it
     * @throws dev.pglitej.api.PGliteException if the file is not a snapshot, incomplete, damaged, or of another build
     */
    public static DatabaseSnapshot load(Path file, Consumer<String> log) {
        return SnapshotFile.at(file).load(log);
    }

    /**
     * The options of the original, for a database in memory.
     *
     * @throws IllegalStateException after {@link #close}, as the following methods do
     */
    public DatabaseOptions options() {
        checkOpen();
        return options;
    }

    /** The data directory. Fork it; never write to it. */
    public MemoryFileSystem data() {
        checkOpen();
        return data;
    }

    /** The files of shared memory. Fork them; never write to them. */
    public MemoryFileSystem sharedFiles() {
        checkOpen();
        return sharedFiles;
    }

    /** The state of the cluster at rest; empty if the files come from a running database and need recovery. */
    public Optional<FrozenCluster> state() {
        checkOpen();
        return state;
    }

    /**
     * Writes it into a file, which appears when it is complete and on disk, and replaces an existing one.
     *
     * @throws dev.pglitej.api.PGliteException if it cannot be written
     * @throws IllegalStateException after {@link #close}
     */
    public void save(Path file) {
        save(SnapshotFile.at(file));
    }

    public void save(SnapshotFile file) {
        checkOpen();
        try (MemoryFileSystem files = data.fork();
                MemoryFileSystem shared = sharedFiles.fork()) {
            file.write(options, files, shared, state);
        }
    }

    public boolean isClosed() {
        return isClosed;
    }

    private void checkOpen() {
        if (isClosed) throw new IllegalStateException("the snapshot is closed");
    }

    /** Frees the memory that only this keeps. Closing again does nothing. */
    @Override
    public void close() {
        isClosed = true;
        state.ifPresent(FrozenCluster::close);
        data.close();
        sharedFiles.close();
    }
}
