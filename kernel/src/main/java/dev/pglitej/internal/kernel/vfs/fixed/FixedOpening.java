package dev.pglitej.internal.kernel.vfs.fixed;

import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.Stat;

/** The common part of open files and devices of a fixed tree. Thread-safe. */
abstract class FixedOpening implements OpenFile {

    private final FixedInode inode;
    private final int flags;
    private volatile boolean closed;

    FixedOpening(FixedInode inode, int flags) {
        this.inode = inode;
        this.flags = flags;
    }

    final boolean isClosed() {
        return closed;
    }

    @Override
    public final Inode inode() {
        return inode;
    }

    @Override
    public final int flags() {
        return flags;
    }

    @Override
    public final Stat stat() {
        return inode.stat();
    }

    @Override
    public final long size() {
        return inode.size();
    }

    @Override
    public final void changeMode(int permissions) {
        inode.changeMode(permissions);
    }

    @Override
    public final void changeOwner(int uid, int gid) {
        inode.changeOwner(uid, gid);
    }

    @Override
    public final void changeTimes(long accessedNanos, long modifiedNanos) {
        inode.changeTimes(accessedNanos, modifiedNanos);
    }

    @Override
    public final void close() {
        closed = true;
    }
}
