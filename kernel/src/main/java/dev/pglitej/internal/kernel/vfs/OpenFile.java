package dev.pglitej.internal.kernel.vfs;

import java.nio.ByteBuffer;

/**
 * An open file, with the access for which it was opened. It keeps a file without a name alive. Thread-safe.
 *
 * <p>It has no offset of its own: offsets belong to descriptors. Data moves straight between the file and the buffer, and the
 * buffer's position moves with it. Reading without read access or writing without write access fails with EBADF.
 */
public interface OpenFile extends AutoCloseable {

    Inode inode();

    /** The flags it was opened with. */
    int flags();

    /** Whether it has positions; a character device has none and ignores them. */
    boolean isSeekable();

    Stat stat();

    /** Present length in bytes. */
    long size();

    /** Reads the available bytes, as many as fit; returns their number, 0 at or past the end of file. */
    int read(ByteBuffer target, long position);

    /** Writes at {@code position}, zeros appearing between the former end and it; says how many bytes, fewer only when space ran out. */
    int write(ByteBuffer source, long position);

    /** Writes at the end, whichever position that is when the write happens; says the position behind the last byte written. */
    long append(ByteBuffer source);

    /** Cuts off or extends by zeros that take no space. */
    void truncate(long size);

    /** Extends the file to the range if necessary and reserves space for it, as posix_fallocate does. */
    void allocate(long offset, long length);

    /** fdatasync or fsync: returns when the storage below has the data. */
    void sync(boolean dataOnly);

    void changeMode(int permissions);

    void changeOwner(int uid, int gid);

    /** Sets times as {@link Inode#changeTimes} does. */
    void changeTimes(long accessedNanos, long modifiedNanos);

    /** Closes the file. Closing again does nothing. */
    @Override
    void close();
}
