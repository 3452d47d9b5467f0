package dev.pglitej.internal.kernel.io;

import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.Stat;
import java.nio.ByteBuffer;

/** A connected stream socket whose other end is the host. Thread-safe. */
public final class StreamDescription extends Description {

    private final HostStream stream;

    /** Takes over {@code stream} and closes it in the end. */
    public StreamDescription(HostStream stream) {
        super(OpenFlags.O_RDWR);
        this.stream = stream;
        stream.onReadiness(this::signalReadiness);
    }

    @Override
    protected int attemptRead(ByteBuffer target) {
        if (!target.hasRemaining()) return 0;
        int count = stream.read(target);
        if (count < 0) return 0;
        return count == 0 ? WOULD_BLOCK : count;
    }

    @Override
    protected int attemptWrite(ByteBuffer source) {
        if (!source.hasRemaining()) return 0;
        int count = stream.write(source);
        return count == 0 ? WOULD_BLOCK : count;
    }

    @Override
    public int readiness() {
        return stream.readiness();
    }

    @Override
    public Stat stat() {
        return Descriptions.anonymous(FileType.SOCKET, 0777);
    }

    @Override
    public boolean isSocket() {
        return true;
    }

    @Override
    protected void close() {
        stream.close();
    }
}
