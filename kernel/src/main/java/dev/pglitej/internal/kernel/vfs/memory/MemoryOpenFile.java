package dev.pglitej.internal.kernel.vfs.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.Stat;
import dev.pglitej.internal.kernel.vfs.memory.MemoryNode.FileNode;
import java.nio.ByteBuffer;

/** A regular file in memory, held open. Thread-safe; the file system's lock guards it. */
final class MemoryOpenFile implements OpenFile {

    private final MemoryFileSystem fileSystem;
    private final MemoryInode inode;
    private final int flags;

    @GuardedBy("fileSystem.lock")
    private boolean closed;

    /** For one who has counted the opening. */
    MemoryOpenFile(MemoryInode inode, int flags) {
        this.fileSystem = inode.fileSystem;
        this.inode = inode;
        this.flags = flags;
    }

    @GuardedBy("fileSystem.lock")
    private MemoryTree tree() {
        if (closed) throw Errno.EBADF.failure();
        return fileSystem.tree();
    }

    @GuardedBy("fileSystem.lock")
    private FileNode node() {
        return tree().file(inode.slot);
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
        return true;
    }

    @Override
    public Stat stat() {
        synchronized (fileSystem.lock) {
            return tree().stat(node());
        }
    }

    @Override
    public long size() {
        synchronized (fileSystem.lock) {
            return node().size();
        }
    }

    @Override
    public int read(ByteBuffer target, long position) {
        check(OpenFlags.isReadable(flags), Errno.EBADF);
        check(position >= 0, Errno.EINVAL);
        synchronized (fileSystem.lock) {
            return node().contents.read(target, position);
        }
    }

    @Override
    public int write(ByteBuffer source, long position) {
        check(OpenFlags.isWritable(flags), Errno.EBADF);
        check(position >= 0, Errno.EINVAL);
        synchronized (fileSystem.lock) {
            return writeLocked(source, position);
        }
    }

    @Override
    public long append(ByteBuffer source) {
        check(OpenFlags.isWritable(flags), Errno.EBADF);
        synchronized (fileSystem.lock) {
            long end = node().size();
            return end + writeLocked(source, end);
        }
    }

    @GuardedBy("fileSystem.lock")
    private int writeLocked(ByteBuffer source, long position) {
        MemoryTree tree = tree();
        FileNode file = tree.changeFile(inode.slot);
        int written = file.contents.write(source, position, inode.claim, tree.capacity);
        file.touch(tree.now());
        return written;
    }

    @Override
    public void truncate(long size) {
        check(OpenFlags.isWritable(flags), Errno.EINVAL);
        check(size >= 0, Errno.EINVAL);
        synchronized (fileSystem.lock) {
            MemoryTree tree = tree();
            FileNode file = tree.changeFile(inode.slot);
            file.contents.truncate(size, tree.capacity);
            file.touch(tree.now());
        }
    }

    /** Takes the room alone: a range that nobody has written to takes no memory here either. */
    @Override
    public void allocate(long offset, long length) {
        check(OpenFlags.isWritable(flags), Errno.EBADF);
        check(offset >= 0 && length > 0, Errno.EINVAL);
        check(offset <= FileContents.MOST_BYTES - length, Errno.EFBIG);
        synchronized (fileSystem.lock) {
            MemoryTree tree = tree();
            FileNode file = tree.changeFile(inode.slot);
            file.contents.allocate(offset, length, inode.claim, tree.capacity);
            file.touch(tree.now());
        }
    }

    private static void check(boolean allowed, Errno otherwise) {
        if (!allowed) throw otherwise.failure();
    }

    /** What is in memory is as durable as it will be. */
    @Override
    public void sync(boolean dataOnly) {
        synchronized (fileSystem.lock) {
            tree();
        }
    }

    @Override
    public void changeMode(int permissions) {
        synchronized (fileSystem.lock) {
            tree().changeMode(inode.slot, permissions);
        }
    }

    @Override
    public void changeOwner(int uid, int gid) {
        synchronized (fileSystem.lock) {
            tree().changeOwner(inode.slot, uid, gid);
        }
    }

    @Override
    public void changeTimes(long accessedNanos, long modifiedNanos) {
        synchronized (fileSystem.lock) {
            tree().changeTimes(inode.slot, accessedNanos, modifiedNanos);
        }
    }

    @Override
    public void close() {
        synchronized (fileSystem.lock) {
            if (!closed) {
                closed = true;
                fileSystem.release(inode.slot);
            }
        }
    }
}
