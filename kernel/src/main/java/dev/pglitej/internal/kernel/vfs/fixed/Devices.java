package dev.pglitej.internal.kernel.vfs.fixed;

import dev.pglitej.internal.kernel.Errno;
import java.nio.ByteBuffer;
import java.util.Random;

/** The devices in /dev. Thread-safe. */
public final class Devices {

    private static final int READ_AND_WRITE = 0666;
    private static final byte[] ZEROS = new byte[8192];

    private Devices() {}

    /** The file system for /dev: null, zero, full, random, urandom, links to the standard streams, and the directory shm to mount on. */
    public static FixedFileSystem fileSystem(Random random, long modifiedNanos) {
        Device randomBytes = new RandomDevice(random);
        return FixedFileSystem.builder(modifiedNanos)
                .device("null", READ_AND_WRITE, number(3), NullDevice.INSTANCE)
                .device("zero", READ_AND_WRITE, number(5), ZeroDevice.INSTANCE)
                .device("full", READ_AND_WRITE, number(7), FullDevice.INSTANCE)
                .device("random", READ_AND_WRITE, number(8), randomBytes)
                .device("urandom", READ_AND_WRITE, number(9), randomBytes)
                .symlink("fd", "/proc/self/fd")
                .symlink("stdin", "/proc/self/fd/0")
                .symlink("stdout", "/proc/self/fd/1")
                .symlink("stderr", "/proc/self/fd/2")
                .directory("shm", 01777)
                .build();
    }

    /** The file system for /proc if processes have none of their own: an empty self/fd. */
    public static FixedFileSystem emptyProc(long modifiedNanos) {
        return FixedFileSystem.builder(modifiedNanos).directory("self/fd", 0555).build();
    }

    /** Linux's numbers for memory devices: major 1. */
    private static long number(int minor) {
        return (1L << 8) | minor;
    }

    private static int discard(ByteBuffer source) {
        int count = source.remaining();
        source.position(source.limit());
        return count;
    }

    private static int fillWithZeros(ByteBuffer target) {
        int count = target.remaining();
        while (target.hasRemaining()) target.put(ZEROS, 0, Math.min(ZEROS.length, target.remaining()));
        return count;
    }

    private enum NullDevice implements Device {
        INSTANCE;

        @Override
        public int read(ByteBuffer target) {
            return 0;
        }

        @Override
        public int write(ByteBuffer source) {
            return discard(source);
        }
    }

    private enum ZeroDevice implements Device {
        INSTANCE;

        @Override
        public int read(ByteBuffer target) {
            return fillWithZeros(target);
        }

        @Override
        public int write(ByteBuffer source) {
            return discard(source);
        }
    }

    private enum FullDevice implements Device {
        INSTANCE;

        @Override
        public int read(ByteBuffer target) {
            return fillWithZeros(target);
        }

        @Override
        public int write(ByteBuffer source) {
            throw Errno.ENOSPC.failure();
        }
    }

    private record RandomDevice(Random random) implements Device {

        @Override
        public int read(ByteBuffer target) {
            byte[] bytes = new byte[target.remaining()];
            random.nextBytes(bytes);
            target.put(bytes);
            return bytes.length;
        }

        @Override
        public int write(ByteBuffer source) {
            return discard(source);
        }
    }
}
