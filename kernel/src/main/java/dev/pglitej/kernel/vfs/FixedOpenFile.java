package dev.pglitej.kernel.vfs;

import dev.pglitej.kernel.Errno;
import java.nio.ByteBuffer;

/** A regular file that never changes, held open. Any thread may use it. */
final class FixedOpenFile implements OpenFile {

    private final FixedFile file;
    private final int flags;
    private volatile boolean closed;

    FixedOpenFile(FixedFile file, int flags) {
        this.file = file;
        this.flags = flags;
    }

    @Override
    public Inode inode() {
        return file;
    }

    @Override
    public int flags() {
        return flags;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public Stat stat() {
        return file.stat();
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public int read(ByteBuffer target, long position) {
        if (closed) {
            throw Errno.EBADF.failure();
        }
        if (position < 0) {
            throw Errno.EINVAL.failure();
        }
        int count = (int) Math.max(0, Math.min(target.remaining(), file.size() - position));
        if (count > 0) {
            int limit = target.limit();
            target.limit(target.position() + count);
            file.read(target, position);
            target.limit(limit);
        }
        return count;
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw Errno.EBADF.failure();
    }

    @Override
    public long append(ByteBuffer source) {
        throw Errno.EBADF.failure();
    }

    @Override
    public void truncate(long size) {
        throw Errno.EINVAL.failure();
    }

    @Override
    public void allocate(long offset, long length) {
        throw Errno.EBADF.failure();
    }

    /** Nothing of it can be lost. */
    @Override
    public void sync(boolean dataOnly) {}

    @Override
    public void changeMode(int permissions) {
        file.changeMode(permissions);
    }

    @Override
    public void changeOwner(int uid, int gid) {
        file.changeOwner(uid, gid);
    }

    @Override
    public void changeTimes(long accessedNanos, long modifiedNanos) {
        file.changeTimes(accessedNanos, modifiedNanos);
    }

    @Override
    public void close() {
        closed = true;
    }
}
