package dev.pglitej.internal.kernel.vfs.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.Stat;

/** A reference to a node of a memory file system, by slot and number. Immutable; what it refers to is guarded by the lock. */
class MemoryInode implements Inode {

    final MemoryFileSystem fileSystem;
    final int slot;
    final long number;
    final Claim claim;

    MemoryInode(MemoryFileSystem fileSystem, int slot, long number, Claim claim) {
        this.fileSystem = fileSystem;
        this.slot = slot;
        this.number = number;
        this.claim = claim;
    }

    /** The tree, after checking that the node is still there. */
    @GuardedBy("fileSystem.lock")
    final MemoryTree tree() {
        MemoryTree tree = fileSystem.tree();
        tree.nodes.get(slot, number);
        return tree;
    }

    @Override
    public final FileSystem fileSystem() {
        return fileSystem;
    }

    @Override
    public final boolean isSameFile(Inode other) {
        return other instanceof MemoryInode inode
                && inode.fileSystem == fileSystem
                && inode.slot == slot
                && inode.number == number;
    }

    @Override
    public FileType type() {
        return FileType.REGULAR;
    }

    @Override
    public final Stat stat() {
        synchronized (fileSystem.lock) {
            MemoryTree tree = tree();
            return tree.stat(tree.nodes.get(slot));
        }
    }

    @Override
    public final void changeMode(int permissions) {
        synchronized (fileSystem.lock) {
            tree().changeMode(slot, permissions);
        }
    }

    @Override
    public final void changeOwner(int uid, int gid) {
        synchronized (fileSystem.lock) {
            tree().changeOwner(slot, uid, gid);
        }
    }

    @Override
    public final void changeTimes(long accessedNanos, long modifiedNanos) {
        synchronized (fileSystem.lock) {
            tree().changeTimes(slot, accessedNanos, modifiedNanos);
        }
    }

    @Override
    public OpenFile open(int flags) {
        synchronized (fileSystem.lock) {
            tree().nodes.opened(slot);
            MemoryOpenFile file = new MemoryOpenFile(this, flags);
            if (OpenFlags.has(flags, OpenFlags.O_TRUNC) && OpenFlags.isWritable(flags)) file.truncate(0);
            return file;
        }
    }
}
