package dev.pglitej.internal.kernel.io;

import dev.pglitej.internal.kernel.Errno;

/** What an offset given to lseek counts from. */
public enum Whence {
    START,
    CURRENT,
    END;

    private static final Whence[] VALUES = values();

    /** SEEK_SET, SEEK_CUR or SEEK_END; EINVAL for any other number. */
    public static Whence of(int number) {
        if (number < 0 || number >= VALUES.length) throw Errno.EINVAL.failure();
        return VALUES[number];
    }
}
