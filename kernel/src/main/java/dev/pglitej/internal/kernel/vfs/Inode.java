package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.Errno;

/**
 * A file of any type in some file system, apart from the names it has. Thread-safe.
 *
 * <p>It refers to a file without keeping it alive: once the last name is gone and nothing holds it open, its methods fail with
 * ENOENT. Directories are {@link Directory}, symbolic links {@link Symlink}; all else is a plain inode. Modes and flags are the
 * guest's numbers, times are nanoseconds since the epoch.
 */
public interface Inode {

    /** In place of a time: leave that time as it is (UTIME_OMIT). */
    long OMIT_TIME = Long.MIN_VALUE;

    FileSystem fileSystem();

    /** Whether both are the same file, by whatever names and objects they were reached. */
    boolean isSameFile(Inode other);

    FileType type();

    Stat stat();

    /** Sets the {@link Stat#PERMISSIONS} bits. */
    void changeMode(int permissions);

    /** Sets owner and group; -1 leaves one as it is. */
    void changeOwner(int uid, int gid);

    /** Sets the times of last access and modification; {@link #OMIT_TIME} leaves one as it is. */
    void changeTimes(long accessedNanos, long modifiedNanos);

    /**
     * Opens this very file; of the flags only access mode, O_TRUNC, O_APPEND, O_DSYNC and O_SYNC matter here.
     *
     * <p>A directory opens for reading alone (EISDIR), a symbolic link not at all (ELOOP).
     */
    OpenFile open(int flags);

    /** Fails as an operation on a directory does when it meets something else. */
    default Directory asDirectory() {
        throw Errno.ENOTDIR.failure();
    }
}
