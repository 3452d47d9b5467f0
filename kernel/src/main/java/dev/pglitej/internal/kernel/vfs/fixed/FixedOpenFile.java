package dev.pglitej.internal.kernel.vfs.fixed;

import dev.pglitej.internal.kernel.Errno;
import java.nio.ByteBuffer;

/** A regular file that never changes, held open. Thread-safe. */
final class FixedOpenFile extends FixedOpening {

    private final FixedFile file;

    FixedOpenFile(FixedFile file, int flags) {
        super(file, flags);
        this.file = file;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public int read(ByteBuffer target, long position) {
        if (isClosed()) throw Errno.EBADF.failure();
        if (position < 0) throw Errno.EINVAL.failure();
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
}
