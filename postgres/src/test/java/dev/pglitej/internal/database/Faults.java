package dev.pglitej.internal.database;

/** The faults that a {@link FaultyFileSystem} adds. Thread-safe. */
public interface Faults {

    /**
     * To be asked before bytes are written, or space is reserved, or a length is set; may throw what the system call is to fail with.
     *
     * @param path from the root of the file system, without a slash at its beginning
     * @param size of the file before
     * @return how many of {@code count} bytes are to be written, at least one
     */
    default int writing(String path, long position, int count, long size) {
        return count;
    }

    /** To be told when a write is done. */
    default void written(String path, long position, int count) {}

    /** To be told when a file got another name. */
    default void renamed(String from, String to) {}

    /** To be told when a name has gone. */
    default void removed(String path) {}

    /** To be told when a file was forced to disk, or a directory ("" is the root). */
    default void synced(String path) {}

    /** To be asked when the file system is closed; may throw what closing is to fail with. */
    default void closing() {}
}
