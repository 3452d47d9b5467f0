package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.Errno;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open directory, without its data, which read(2) does not return. Thread-safe. */
public class OpenDirectory implements OpenFile {

    private final Directory directory;
    private final int flags;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    public OpenDirectory(Directory directory, int flags, Runnable release) {
        if (OpenFlags.isWritable(flags) || OpenFlags.has(flags, OpenFlags.O_TRUNC)) throw Errno.EISDIR.failure();
        this.directory = directory;
        this.flags = flags;
        this.release = release;
    }

    @Override
    public final Directory inode() {
        return directory;
    }

    @Override
    public final int flags() {
        return flags;
    }

    @Override
    public final boolean isSeekable() {
        return true;
    }

    @Override
    public final Stat stat() {
        return directory.stat();
    }

    @Override
    public final long size() {
        return directory.stat().size();
    }

    @Override
    public final int read(ByteBuffer target, long position) {
        throw Errno.EISDIR.failure();
    }

    @Override
    public final int write(ByteBuffer source, long position) {
        throw Errno.EBADF.failure();
    }

    @Override
    public final long append(ByteBuffer source) {
        throw Errno.EBADF.failure();
    }

    @Override
    public final void truncate(long size) {
        throw Errno.EINVAL.failure();
    }

    @Override
    public final void allocate(long offset, long length) {
        throw Errno.EBADF.failure();
    }

    /** There is nothing to do: memory does not become more durable. */
    @Override
    public void sync(boolean dataOnly) {}

    @Override
    public final void changeMode(int permissions) {
        directory.changeMode(permissions);
    }

    @Override
    public final void changeOwner(int uid, int gid) {
        directory.changeOwner(uid, gid);
    }

    @Override
    public final void changeTimes(long accessedNanos, long modifiedNanos) {
        directory.changeTimes(accessedNanos, modifiedNanos);
    }

    @Override
    public final void close() {
        if (!closed.getAndSet(true)) release.run();
    }
}
