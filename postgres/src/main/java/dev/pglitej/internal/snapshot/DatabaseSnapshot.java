package dev.pglitej.internal.snapshot;

import dev.pglitej.internal.fork.FrozenCluster;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import dev.pglitej.internal.options.DatabaseOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a database in memory was at one moment. Immutable. A database that was opened from it does not need it any more.
 *
 * <p>It shares all that has not changed since with the database and with its copies.
 */
public final class DatabaseSnapshot implements AutoCloseable {
    private final DatabaseOptions options;
    private final MemoryFileSystem data;
    private final MemoryFileSystem sharedFiles;
    private final Optional<FrozenCluster> state;
    private volatile boolean isClosed;

    /** @param state empty where the files are those of a database that was running, and need recovery */
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
     * One that was saved, by any JVM of this build.
     *
     * @param log receives the lines of PostgreSQL's log of what is opened from it
     * @throws dev.pglitej.api.PGliteException if the file is none, incomplete, damaged, or of another build
     */
    public static DatabaseSnapshot load(Path file, Consumer<String> log) {
        return SnapshotFile.at(file).load(log);
    }

    /**
     * Those of the database that this was taken of, in memory.
     *
     * @throws IllegalStateException after {@link #close}, as from the readers that follow
     */
    public DatabaseOptions options() {
        checkOpen();
        return options;
    }

    /** The data directory. To be forked, never written to. */
    public MemoryFileSystem data() {
        checkOpen();
        return data;
    }

    /** The files of shared memory. To be forked, never written to. */
    public MemoryFileSystem sharedFiles() {
        checkOpen();
        return sharedFiles;
    }

    /** The cluster as it stood still; empty where the files are those of a database that was running, and need recovery. */
    public Optional<FrozenCluster> state() {
        checkOpen();
        return state;
    }

    /**
     * Writes it into a file, which appears when it is complete and on disk, in place of one of that name.
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

    /** Lets go of the memory that only this keeps. Closing again does nothing. */
    @Override
    public void close() {
        isClosed = true;
        state.ifPresent(FrozenCluster::close);
        data.close();
        sharedFiles.close();
    }
}
