package dev.pglitej.internal.kernel.io;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.Stat;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A standard output or error whose lines, without their ends, go to the host one by one. Thread-safe. */
public final class LineSink extends Description {

    /** A line longer than this is passed on in parts, so that output without line ends costs no memory. */
    private static final int LONGEST_LINE = 65536;

    private final Consumer<String> lines;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    public LineSink(Consumer<String> lines) {
        super(OpenFlags.O_WRONLY);
        this.lines = lines;
    }

    @Override
    protected int attemptRead(ByteBuffer target) {
        throw Errno.EBADF.failure();
    }

    @Override
    protected int attemptWrite(ByteBuffer source) {
        int count = source.remaining();
        synchronized (lock) {
            while (source.hasRemaining()) {
                byte next = source.get();
                if (next == '\n') {
                    pass();
                } else {
                    line.write(next);
                    if (line.size() == LONGEST_LINE) pass();
                }
            }
        }
        return count;
    }

    @GuardedBy("lock")
    private void pass() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        lines.accept(text);
    }

    @Override
    public int readiness() {
        return PollEvents.OUT;
    }

    @Override
    public Stat stat() {
        return Descriptions.anonymous(FileType.FIFO, 0200);
    }

    /** Passes on what came after the last line end. */
    @Override
    protected void close() {
        synchronized (lock) {
            if (line.size() > 0) pass();
        }
    }
}
