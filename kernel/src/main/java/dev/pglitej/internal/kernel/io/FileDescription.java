package dev.pglitej.internal.kernel.io;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.Stat;
import java.nio.ByteBuffer;

/** An open regular file or device. Thread-safe. */
final class FileDescription extends Description {

    private static final int ALWAYS_READY = PollEvents.IN | PollEvents.OUT;

    private final OpenFile file;
    private final boolean seekable;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private long offset;

    FileDescription(OpenFile file, int flags) {
        super(flags);
        this.file = file;
        this.seekable = file.isSeekable();
    }

    @Override
    protected int attemptRead(ByteBuffer target) {
        synchronized (lock) {
            int count = file.read(target, offset);
            offset += count;
            return count;
        }
    }

    @Override
    protected int attemptWrite(ByteBuffer source) {
        synchronized (lock) {
            if ((flags() & OpenFlags.O_APPEND) != 0) {
                int wanted = source.remaining();
                offset = file.append(source);
                return wanted - source.remaining();
            }
            int count = file.write(source, offset);
            offset += count;
            return count;
        }
    }

    @Override
    public boolean isSeekable() {
        return seekable;
    }

    @Override
    public int readAt(ByteBuffer target, long position) {
        requireSeekable();
        if (!OpenFlags.isReadable(flags())) throw Errno.EBADF.failure();
        if (position < 0) throw Errno.EINVAL.failure();
        return file.read(target, position);
    }

    @Override
    public int writeAt(ByteBuffer source, long position) {
        requireSeekable();
        if (!OpenFlags.isWritable(flags())) throw Errno.EBADF.failure();
        if (position < 0) throw Errno.EINVAL.failure();
        return file.write(source, position);
    }

    @Override
    public long seek(long distance, Whence whence) {
        requireSeekable();
        synchronized (lock) {
            offset = target(distance, whence);
            return offset;
        }
    }

    @GuardedBy("lock")
    private long target(long distance, Whence whence) {
        long base = switch (whence) {
            case START -> 0;
            case CURRENT -> offset;
            case END -> file.size();
        };
        long position = base + distance;
        if (distance > 0 && position < 0) throw Errno.EOVERFLOW.failure();
        if (position < 0) throw Errno.EINVAL.failure();
        return position;
    }

    private void requireSeekable() {
        if (!seekable) throw Errno.ESPIPE.failure();
    }

    @Override
    public int readiness() {
        return ALWAYS_READY;
    }

    @Override
    public Stat stat() {
        return file.stat();
    }

    @Override
    public OpenFile file() {
        return file;
    }

    @Override
    protected void close() {
        file.close();
    }
}
