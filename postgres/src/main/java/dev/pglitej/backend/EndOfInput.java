package dev.pglitej.backend;

import dev.pglitej.kernel.Errno;
import dev.pglitej.kernel.io.Description;
import dev.pglitej.kernel.io.PollEvents;
import dev.pglitej.kernel.vfs.FileType;
import dev.pglitej.kernel.vfs.OpenFlags;
import dev.pglitej.kernel.vfs.Stat;
import java.nio.ByteBuffer;

/** A standard input without a byte, which tells the host when the guest comes to read it. */
final class EndOfInput extends Description {
    private final Runnable reached;

    EndOfInput(Runnable reached) {
        super(OpenFlags.O_RDONLY);
        this.reached = reached;
    }

    @Override
    protected int attemptRead(ByteBuffer target) {
        reached.run();
        return 0;
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
        int mode = FileType.FIFO.formatBits() | 0400;
        return new Stat(0, 0, mode, 1, 0, 0, 0, 0, 4096, 0, 0, 0, 0);
    }

    @Override
    protected void close() {}
}
