package dev.pglitej.internal.datadir;

import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import java.util.List;
import java.util.Map;

/** A data directory in memory. Immutable. */
public final class MemoryStorage implements Storage {
    /**
     * Settings in postgresql.conf of the clean database, where SQL can change them. The default log of 1 GB would take memory, and
     * checkpoints in memory are cheap.
     */
    public static final Map<String, String> LOG_IN_MEMORY = Map.of("max_wal_size", "64MB", "min_wal_size", "32MB");

    /** The same for a directory: initdb's own values for segments of 16 MB. */
    static final Map<String, String> LOG_ON_DISK = Map.of("max_wal_size", "1GB", "min_wal_size", "80MB");

    /**
     * For a write-ahead log in memory: no files of zeros in advance, no fsync, which would make nothing safer, and few buffers, because
     * each copy of the database copies them.
     */
    private static final List<String> SETTINGS = List.of(
            "fsync=off",
            "full_page_writes=off",
            "wal_init_zero=off",
            "wal_recycle=off",
            "wal_buffers=1MB",
            "checkpoint_warning=0");

    private enum Purpose {
        /** Has no data directory yet. */
        NEW,
        /** Has one, which is the database. */
        DATABASE,
        /** Has one that is written to a disk later, so it must be as PostgreSQL makes it there. */
        FOR_DISK
    }

    private final MemoryFileSystem files;
    private final Capacity capacity;
    private final Purpose purpose;

    private MemoryStorage(MemoryFileSystem files, Capacity capacity, Purpose purpose) {
        this.files = files;
        this.capacity = capacity;
        this.purpose = purpose;
    }

    /** A storage without a data directory. */
    public static MemoryStorage empty(Clock clock, Capacity capacity) {
        return new MemoryStorage(new MemoryFileSystem(clock, capacity), capacity, Purpose.NEW);
    }

    /** A data directory that is there already. */
    public static MemoryStorage of(MemoryFileSystem files, Capacity capacity) {
        return new MemoryStorage(files, capacity, Purpose.DATABASE);
    }

    /** A data directory from which one on disk is made. */
    public static MemoryStorage forDisk(MemoryFileSystem files, Capacity capacity) {
        return new MemoryStorage(files, capacity, Purpose.FOR_DISK);
    }

    @Override
    public MemoryFileSystem files() {
        return files;
    }

    @Override
    public Capacity capacity() {
        return capacity;
    }

    @Override
    public boolean isNew() {
        return purpose == Purpose.NEW;
    }

    @Override
    public List<String> settings() {
        return isVolatile() ? SETTINGS : List.of();
    }

    @Override
    public boolean isVolatile() {
        return purpose != Purpose.FOR_DISK;
    }

    @Override
    public boolean syncs() {
        return false;
    }

    /** Nothing has to be done. */
    @Override
    public void initialized() {}

    /** Nothing has to be done: the files go with this. */
    @Override
    public void abandoned() {}

    /** Nothing has to be done: the database closes the file system. */
    @Override
    public void close() {}
}
