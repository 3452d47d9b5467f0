package dev.pglitej.internal.kernel.vfs;

/** The flags of open(2), with the numbers that the guest's C library (musl's generic ones) gives them. */
public final class OpenFlags {

    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_ACCMODE = 3;
    public static final int O_CREAT = 0100;
    public static final int O_EXCL = 0200;
    public static final int O_NOCTTY = 0400;
    public static final int O_TRUNC = 01000;
    public static final int O_APPEND = 02000;
    public static final int O_NONBLOCK = 04000;
    public static final int O_DSYNC = 010000;
    public static final int O_DIRECT = 040000;
    public static final int O_LARGEFILE = 0100000;
    public static final int O_DIRECTORY = 0200000;
    public static final int O_NOFOLLOW = 0400000;
    public static final int O_CLOEXEC = 02000000;
    /** Includes {@link #O_DSYNC}, as in C. */
    public static final int O_SYNC = 04010000;

    private OpenFlags() {}

    public static boolean isReadable(int flags) {
        int access = flags & O_ACCMODE;
        return access == O_RDONLY || access == O_RDWR;
    }

    public static boolean isWritable(int flags) {
        int access = flags & O_ACCMODE;
        return access == O_WRONLY || access == O_RDWR;
    }

    public static boolean has(int flags, int flag) {
        return (flags & flag) == flag;
    }
}
