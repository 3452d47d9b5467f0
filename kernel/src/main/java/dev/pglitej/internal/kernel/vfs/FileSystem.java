package dev.pglitej.internal.kernel.vfs;

/** A tree of inodes. Thread-safe. */
public interface FileSystem extends AutoCloseable {

    Directory root();

    FileSystemStat stat();

    /** Frees its resources. Open files fail from then on. Closing again does nothing. */
    @Override
    void close();
}
