package dev.pglitej.internal.kernel.vfs;

/** A tree of inodes. Thread-safe. */
public interface FileSystem extends AutoCloseable {

    Directory root();

    FileSystemStat stat();

    /** Lets go of what the host gave for it. Files still open fail from then on; closing again does nothing. */
    @Override
    void close();
}
