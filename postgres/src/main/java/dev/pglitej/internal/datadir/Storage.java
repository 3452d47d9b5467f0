package dev.pglitej.internal.datadir;

import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import java.util.List;

/**
 * Where a database's data are: in memory, or in a directory that stays locked as long as it is open. Confined to the thread that opens or
 * closes the database; the file system is thread-safe.
 */
public sealed interface Storage extends AutoCloseable permits MemoryStorage, DirectoryStorage {
    /** What is mounted as the data directory. */
    FileSystem files();

    /** What its file systems in memory may hold, those beside the data included. */
    Capacity capacity();

    /** Whether initdb has yet to make a data directory of it. */
    boolean isNew();

    /** What PostgreSQL has to be told for this kind of storage, each as name=value. */
    List<String> settings();

    /** Whether the data are gone with this JVM, so that nothing has to be made durable. */
    boolean isVolatile();

    /** Whether a new data directory has to be on disk when it is complete. */
    boolean syncs();

    /** Says that a new one is complete. */
    void initialized();

    /** Takes away what there is of a new one that will not be completed. */
    void abandoned();

    /** Gives the storage back; a directory may be opened again then. */
    @Override
    void close();
}
