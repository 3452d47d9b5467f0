package dev.pglitej.internal.kernel.vfs.host;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * An open file of the host. Thread-safe.
 *
 * <p>Every call defers an interrupt of the thread, which would close the channel. If an interrupt closed it nevertheless, perhaps in
 * another thread, the call tries again with a new channel. All calls are positional, so that doing one twice does no harm. Writes and
 * changes of length hold the {@link HostFile}'s lock, reads and syncs none.
 */
final class HostOpenFile implements OpenFile {

    private final HostRegularFile inode;
    private final HostFile file;
    private final int flags;
    private volatile boolean closed;

    /** Takes over one hold on {@code file}. */
    HostOpenFile(HostRegularFile inode, HostFile file, int flags) {
        this.inode = inode;
        this.file = file;
        this.flags = flags;
    }

    /** Something to do with a channel that may turn out to be closed. */
    private interface Action {
        long on(FileChannel channel) throws IOException;
    }

    private long run(Action action) {
        check(!closed, Errno.EBADF);
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                FileChannel channel = file.channel();
                try {
                    return action.on(channel);
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    file.reopen(channel, e);
                } catch (IOException e) {
                    throw HostErrors.failure(e);
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private long runExclusively(Action action) {
        synchronized (file) {
            return run(action);
        }
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
        Path path = file.path();
        return path != null ? inode.fileSystem.read(path).stat() : withSize(file.lastStat(), size());
    }

    private static Stat withSize(Stat stat, long size) {
        return stat.with().size(size).build();
    }

    @Override
    public long size() {
        return run(FileChannel::size);
    }

    @Override
    public int read(ByteBuffer target, long position) {
        check(OpenFlags.isReadable(flags), Errno.EBADF);
        check(position >= 0, Errno.EINVAL);
        int start = target.position();
        return (int) run(channel -> {
            target.position(start);
            return Math.max(0, channel.read(target, position));
        });
    }

    @Override
    public int write(ByteBuffer source, long position) {
        check(OpenFlags.isWritable(flags), Errno.EBADF);
        check(position >= 0, Errno.EINVAL);
        int start = source.position();
        return (int) runExclusively(channel -> {
            source.position(start);
            return written(channel, channel.write(source, position));
        });
    }

    @Override
    public long append(ByteBuffer source) {
        check(OpenFlags.isWritable(flags), Errno.EBADF);
        int start = source.position();
        synchronized (file) {
            // Before the write and not within it: done twice, it must not append twice.
            long end = size();
            return end
                    + run(channel -> {
                        source.position(start);
                        return written(channel, channel.write(source, end));
                    });
        }
    }

    /** Sees to O_DSYNC and O_SYNC. */
    private long written(FileChannel channel, int count) throws IOException {
        if (OpenFlags.has(flags, OpenFlags.O_DSYNC)) channel.force(OpenFlags.has(flags, OpenFlags.O_SYNC));
        return count;
    }

    @Override
    public void truncate(long size) {
        check(OpenFlags.isWritable(flags), Errno.EINVAL);
        check(size >= 0, Errno.EINVAL);
        runExclusively(channel -> {
            if (size > channel.size()) {
                // Java's truncate never extends. One byte written at the end leaves a hole before it.
                channel.write(ByteBuffer.allocate(1), size - 1);
            } else {
                channel.truncate(size);
            }
            return 0;
        });
    }

    /** Writes zeros behind the end, as the C library does where the kernel has no fallocate. Holes before the end stay. */
    @Override
    public void allocate(long offset, long length) {
        check(OpenFlags.isWritable(flags), Errno.EBADF);
        check(offset >= 0 && length > 0, Errno.EINVAL);
        check(offset <= Long.MAX_VALUE - length, Errno.EFBIG);
        runExclusively(channel -> {
            ByteBuffer zeros = ByteBuffer.allocateDirect(64 * 1024);
            for (long at = Math.max(offset, channel.size()); at < offset + length; ) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), offset + length - at));
                at += channel.write(zeros, at);
            }
            return 0;
        });
    }

    @Override
    public void sync(boolean dataOnly) {
        run(channel -> {
            channel.force(!dataOnly);
            return 0;
        });
    }

    private static void check(boolean allowed, Errno otherwise) {
        if (!allowed) throw otherwise.failure();
    }

    @Override
    public void changeMode(int permissions) {
        Path path = namedPath();
        try {
            inode.fileSystem.attributes.changeMode(path, permissions & Stat.PERMISSIONS);
        } catch (IOException e) {
            throw HostErrors.failure(e);
        }
    }

    @Override
    public void changeOwner(int uid, int gid) {
        HostAttributes.checkOwner(uid, gid);
    }

    @Override
    public void changeTimes(long accessedNanos, long modifiedNanos) {
        Path path = namedPath();
        try {
            inode.fileSystem.attributes.changeTimes(path, accessedNanos, modifiedNanos);
        } catch (IOException e) {
            throw HostErrors.failure(e);
        }
    }

    /** Java changes attributes by name alone: of a file that has lost its own they can only be read. */
    private Path namedPath() {
        Path path = file.path();
        if (path == null) throw Errno.EOPNOTSUPP.failure();
        return path;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) return;
            closed = true;
        }
        inode.fileSystem.release(file);
    }
}
