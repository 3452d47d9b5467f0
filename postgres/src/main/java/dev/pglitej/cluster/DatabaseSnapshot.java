package dev.pglitej.cluster;

import dev.pglitej.backend.ClusterState;
import dev.pglitej.kernel.vfs.MemoryFileSystem;
import java.util.Optional;

/**
 * What a database in memory was at one moment. Immutable, safe for any number of threads; what was opened from it does not need it
 * any more.
 *
 * <p>It shares all that has not changed since with the database and with its copies.
 */
public final class DatabaseSnapshot implements AutoCloseable {
    private final DatabaseOptions options;
    private final MemoryFileSystem data;
    private final MemoryFileSystem sharedFiles;
    private final Optional<ClusterState> state;
    private volatile boolean isClosed;

    /** @param state empty where the files are those of a database that was running, and need recovery */
    DatabaseSnapshot(
            DatabaseOptions options,
            MemoryFileSystem data,
            MemoryFileSystem sharedFiles,
            Optional<ClusterState> state) {
        this.options = options;
        this.data = data;
        this.sharedFiles = sharedFiles;
        this.state = state;
    }

    /**
     * A new database with what this one was, under the same options.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public Database open() {
        if (isClosed) throw new IllegalStateException("the snapshot is closed");
        return Database.open(options, data.fork(), sharedFiles.fork(), state);
    }

    /** Lets go of the memory that only this keeps. Closing again does nothing. */
    @Override
    public void close() {
        isClosed = true;
        state.ifPresent(ClusterState::close);
        data.close();
        sharedFiles.close();
    }
}
