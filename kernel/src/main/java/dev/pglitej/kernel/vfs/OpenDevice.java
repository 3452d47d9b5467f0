package dev.pglitej.kernel.vfs;

import dev.pglitej.kernel.Errno;
import java.nio.ByteBuffer;

/** A character device held open. Any thread may use it. */
final class OpenDevice implements OpenFile {

    private final DeviceInode inode;
    private final int flags;
    private volatile boolean closed;

    OpenDevice(DeviceInode inode, int flags) {
        this.inode = inode;
        this.flags = flags;
    }

    @Override
    public Inode inode() {
        return inode;
    }

    @Override
    public int flags() {
        return flags;
    }

    @Override
    public boolean isSeekable() {
        return false;
    }

    @Override
    public Stat stat() {
        return inode.stat();
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public int read(ByteBuffer target, long position) {
        check(OpenFlags.isReadable(flags));
        return inode.device.read(target);
    }

    @Override
    public int write(ByteBuffer source, long position) {
        check(OpenFlags.isWritable(flags));
        return inode.device.write(source);
    }

    @Override
    public long append(ByteBuffer source) {
        write(source, 0);
        return 0;
    }

    private void check(boolean allowed) {
        if (closed || !allowed) {
            throw Errno.EBADF.failure();
        }
    }

    @Override
    public void truncate(long size) {
        throw Errno.EINVAL.failure();
    }

    @Override
    public void allocate(long offset, long length) {
        throw Errno.ENODEV.failure();
    }

    @Override
    public void sync(boolean dataOnly) {
        throw Errno.EINVAL.failure();
    }

    @Override
    public void changeMode(int permissions) {
        inode.changeMode(permissions);
    }

    @Override
    public void changeOwner(int uid, int gid) {
        inode.changeOwner(uid, gid);
    }

    @Override
    public void changeTimes(long accessedNanos, long modifiedNanos) {
        inode.changeTimes(accessedNanos, modifiedNanos);
    }

    @Override
    public void close() {
        closed = true;
    }
}
