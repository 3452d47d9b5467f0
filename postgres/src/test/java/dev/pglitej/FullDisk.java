package dev.pglitej;

import dev.pglitej.internal.database.Faults;
import dev.pglitej.internal.kernel.Errno;

/**
 * A disk on which files below a directory cannot grow while it is full, but for what is left; what they have can be overwritten.
 * Thread-safe.
 */
final class FullDisk implements Faults {
    private final String directory;
    private long left = Long.MAX_VALUE;

    FullDisk(String directory) {
        this.directory = directory;
    }

    synchronized void leave(long bytes) {
        left = bytes;
    }

    synchronized void becomeLarger() {
        left = Long.MAX_VALUE;
    }

    @Override
    public synchronized int writing(String path, long position, int count, long size) {
        long growth = Math.max(0, position + count - size);
        if (growth == 0 || !path.startsWith(directory)) return count;
        long missing = Math.max(0, growth - left);
        if (missing >= count) throw Errno.ENOSPC.failure();
        left -= growth - missing;
        return (int) (count - missing);
    }
}
