package dev.pglitej.internal.kernel.io;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.Stat;
import java.nio.ByteBuffer;

/** A standard input with fixed contents: these bytes, then end of file. Thread-safe. */
public final class ByteSource extends Description {

    private final Object lock = new Object();

    @GuardedBy("lock")
    private final ByteBuffer rest;

    private ByteSource(byte[] bytes) {
        super(OpenFlags.O_RDONLY);
        this.rest = ByteBuffer.wrap(bytes);
    }

    public static ByteSource of(byte[] bytes) {
        return new ByteSource(bytes.clone());
    }

    /** At end of file from the start. */
    public static ByteSource empty() {
        return new ByteSource(new byte[0]);
    }

    @Override
    protected int attemptRead(ByteBuffer target) {
        synchronized (lock) {
            int count = Math.min(rest.remaining(), target.remaining());
            ByteBuffer part = rest.slice().limit(count);
            rest.position(rest.position() + count);
            target.put(part);
            return count;
        }
    }

    @Override
    protected int attemptWrite(ByteBuffer source) {
        throw Errno.EBADF.failure();
    }

    @Override
    public int readiness() {
        return PollEvents.IN;
    }

    @Override
    public Stat stat() {
        return Descriptions.anonymous(FileType.FIFO, 0400);
    }

    @Override
    protected void close() {}
}
