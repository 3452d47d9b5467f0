package dev.pglitej.internal.kernel.vfs.fixed;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import java.nio.ByteBuffer;

/** A character device held open. Thread-safe. */
final class OpenDevice extends FixedOpening {

    private final Device device;

    OpenDevice(DeviceInode inode, int flags) {
        super(inode, flags);
        this.device = inode.device;
    }

    @Override
    public boolean isSeekable() {
        return false;
    }

    @Override
    public int read(ByteBuffer target, long position) {
        check(OpenFlags.isReadable(flags()));
        return device.read(target);
    }

    @Override
    public int write(ByteBuffer source, long position) {
        check(OpenFlags.isWritable(flags()));
        return device.write(source);
    }

    @Override
    public long append(ByteBuffer source) {
        write(source, 0);
        return 0;
    }

    private void check(boolean allowed) {
        if (isClosed() || !allowed) throw Errno.EBADF.failure();
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
}
