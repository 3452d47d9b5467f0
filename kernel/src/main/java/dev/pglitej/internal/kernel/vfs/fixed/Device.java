package dev.pglitej.internal.kernel.vfs.fixed;

import java.nio.ByteBuffer;

/** The read and write functions of a character device. Thread-safe. */
public interface Device {

    /** Fills some of {@code target}; says how many bytes, 0 for the end of file. */
    int read(ByteBuffer target);

    /** Takes bytes out of {@code source}; says how many. */
    int write(ByteBuffer source);
}
