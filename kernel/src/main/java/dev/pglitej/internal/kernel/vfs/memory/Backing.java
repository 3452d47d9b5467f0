package dev.pglitej.internal.kernel.vfs.memory;

import java.nio.ByteBuffer;

/** Bytes that never change, from which a file begins. Thread-safe. */
public interface Backing {

    Backing NONE = new Backing() {
        @Override
        public long size() {
            return 0;
        }

        @Override
        public void read(ByteBuffer target, long position) {
            throw new IndexOutOfBoundsException("position %d of no bytes".formatted(position));
        }
    };

    long size();

    /** Fills {@code target} to its limit; the range lies within {@link #size()}. */
    void read(ByteBuffer target, long position);
}
