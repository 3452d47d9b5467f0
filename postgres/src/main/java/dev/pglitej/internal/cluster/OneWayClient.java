package dev.pglitej.internal.cluster;

import dev.pglitej.spi.SessionChannel;
import java.nio.ByteBuffer;

/** A client whose whole input is known when its session begins, and which takes every answer. Confined to the session's thread. */
public abstract class OneWayClient implements SessionChannel {
    private final ByteBuffer input;

    /** @param input from its position to its limit; this owns it from now on */
    public OneWayClient(ByteBuffer input) {
        this.input = input;
    }

    @Override
    public final int read(ByteBuffer target) {
        if (!input.hasRemaining()) return -1;
        int count = Math.min(input.remaining(), target.remaining());
        target.put(input.slice().limit(count));
        input.position(input.position() + count);
        return count;
    }

    @Override
    public final boolean awaitReadable(long nanos) {
        return true;
    }

    @Override
    public final int offer(ByteBuffer source) {
        int count = source.remaining();
        write(source);
        return count;
    }

    @Override
    public final boolean awaitWritable(long nanos) {
        return true;
    }

    @Override
    public final boolean clientGone() {
        return false;
    }

    @Override
    public final void wakeup() {}

    @Override
    public final void close() {}

    /** Takes all bytes. */
    @Override
    public abstract void write(ByteBuffer source);
}
