package dev.pglitej.internal.datadir;

import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import java.util.List;

/**
 * The place of a database's data: memory, or a directory that stays locked as long as it is open. Confined to the thread that opens or
 * closes the database; the file system is thread-safe.
 */
public sealed interface Storage extends AutoCloseable permits MemoryStorage, DirectoryStorage {
    /** The file system to mount as the data directory. */
    FileSystem files();

    /** The limit of its file systems in memory, including those beside the data. */
    Capacity capacity();

    /** Whether it has no data directory yet. */
    boolean isNew();

    /** Settings for this kind of storage, each as name=value. */
    List<String> settings();

    /** Whether the data end with this JVM, so that nothing has to be durable. */
    boolean isVolatile();

    /** Whether a new data directory has to be on disk when it is complete. */
    boolean syncs();

    /** Marks a new data directory as complete. */
    void initialized();

    /** Deletes an incomplete new data directory. */
    void abandoned();

    /** Closes the storage. A directory may then be opened again. */
    @Override
    void close();
}
