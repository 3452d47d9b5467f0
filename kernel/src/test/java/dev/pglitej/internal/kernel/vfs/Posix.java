package dev.pglitej.internal.kernel.vfs;

import java.nio.ByteBuffer;
import java.util.List;

/** The system calls that the contract of file systems is told in. Failures are ErrnoExceptions, on the real disk too. */
interface Posix {

    /** What the contract looks at of a stat. */
    record Facts(FileType type, int permissions, long size, int links) {}

    /** An open file. */
    interface Handle extends AutoCloseable {

        int read(ByteBuffer target, long position);

        int write(ByteBuffer source, long position);

        long append(ByteBuffer source);

        void truncate(long size);

        long size();

        @Override
        void close();
    }

    Handle open(String path, int flags, int permissions);

    void mkdir(String path);

    void rmdir(String path);

    void unlink(String path);

    void rename(String from, String to);

    void link(String existing, String path);

    void symlink(String target, String path);

    String readlink(String path);

    void chmod(String path, int permissions);

    void truncate(String path, long size);

    void setModified(String path, long nanos);

    long modified(String path);

    Facts stat(String path);

    Facts lstat(String path);

    /** Names in order. */
    List<String> list(String path);
}
