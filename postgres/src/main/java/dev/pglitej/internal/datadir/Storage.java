package dev.pglitej.internal.datadir;

import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import java.util.List;
import java.util.Map;

/**
 * Where a database's data are: in memory, or in a directory that stays locked as long as it is open. Confined to whoever opens and
 * closes the database; the file system is safe for any number of threads.
 *
 * @param capacity what its file systems in memory may hold, those beside the data included
 * @param isNew whether initdb has yet to make a data directory of it
 * @param settings what PostgreSQL has to be told for this kind of storage
 * @param isVolatile whether the data are gone with this JVM, so that nothing has to be made durable
 * @param syncs whether a new data directory has to be on disk when it is complete
 * @param initialized to be run when a new one is complete
 * @param abandoned to be run instead if it will not be: takes away what there is of it
 */
public record Storage(
        FileSystem files,
        Capacity capacity,
        boolean isNew,
        List<String> settings,
        boolean isVolatile,
        boolean syncs,
        Runnable initialized,
        Runnable abandoned,
        Runnable release)
        implements AutoCloseable {
    /**
     * What keeps a write-ahead log in memory from being made of zeros that nobody needs, and of fsyncs that make nothing safer; and from
     * passing through buffers that each copy of the database has to copy, where it is written to memory anyway.
     */
    private static final List<String> IN_MEMORY = List.of(
            "fsync=off",
            "full_page_writes=off",
            "wal_init_zero=off",
            "wal_recycle=off",
            "wal_buffers=1MB",
            "checkpoint_warning=0");

    /**
     * What initdb writes into postgresql.conf for them, where SQL can change it: a log of 1 GB, as it is by default, would be memory, and a
     * checkpoint that costs no disk may come often.
     */
    public static final Map<String, String> LOG_IN_MEMORY = Map.of("max_wal_size", "64MB", "min_wal_size", "32MB");

    /** The same where the files go to disk: initdb's own values for segments of 16 MB. */
    static final Map<String, String> LOG_ON_DISK = Map.of("max_wal_size", "1GB", "min_wal_size", "80MB");

    /** A new data directory in memory. */
    public static Storage inMemory(Clock clock, Capacity capacity) {
        MemoryFileSystem files = new MemoryFileSystem(clock, capacity);
        return new Storage(files, capacity, true, IN_MEMORY, true, false, () -> {}, () -> {}, () -> {});
    }

    /** A data directory in memory that is there already. */
    public static Storage inMemory(MemoryFileSystem files, Capacity capacity) {
        return new Storage(files, capacity, false, IN_MEMORY, true, false, () -> {}, () -> {}, () -> {});
    }

    /** A data directory in memory from which one on disk is made. */
    public static Storage forDisk(MemoryFileSystem files, Capacity capacity) {
        return new Storage(files, capacity, false, List.of(), false, false, () -> {}, () -> {}, () -> {});
    }

    /** Gives the directory back to whoever wants it next. */
    @Override
    public void close() {
        release.run();
    }
}
