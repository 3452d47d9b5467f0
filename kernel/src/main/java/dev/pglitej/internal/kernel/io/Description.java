package dev.pglitej.internal.kernel.io;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.Stat;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file description, as POSIX calls what descriptors share: an offset and status flags over something readable or writable.
 * Thread-safe.
 *
 * <p>It begins with one reference, for the table or the caller that makes it. Each further descriptor is one more reference. It closes with
 * the last one. Below, {@code attempt…} never waits; {@link #read} and {@link #write} wait unless O_NONBLOCK is set, by the same means as
 * {@link PollSet}: try, and if nothing can be done, sleep until {@link #signalReadiness()}.
 */
public abstract class Description {

    /** In place of a count: nothing can be done without waiting (EAGAIN). */
    public static final int WOULD_BLOCK = -1;

    /** What F_SETFL may change. */
    private static final int CHANGEABLE = OpenFlags.O_APPEND | OpenFlags.O_NONBLOCK;

    private final AtomicInteger references = new AtomicInteger(1);
    private final Waiters waiters = new Waiters();
    private volatile int flags;

    protected Description(int flags) {
        this.flags = flags;
    }

    /** Adds a reference: one more descriptor, or another use that keeps it open. */
    public final Description retain() {
        references.incrementAndGet();
        return this;
    }

    /** Removes a reference; closes it with the last one. */
    public final void release() {
        int left = references.decrementAndGet();
        if (left == 0) {
            close();
        } else if (left < 0) {
            throw new IllegalStateException("released once more than retained: " + this);
        }
    }

    /** Access mode and status flags, with open(2)'s numbers. */
    public final int flags() {
        return flags;
    }

    /** F_SETFL: of the flags only O_APPEND and O_NONBLOCK can be changed, the others are ignored. */
    public final void setStatusFlags(int changed) {
        flags = (flags & ~CHANGEABLE) | (changed & CHANGEABLE);
    }

    private boolean isNonBlocking() {
        return (flags & OpenFlags.O_NONBLOCK) != 0;
    }

    /** Reads the available bytes, as many as fit; 0 is the end of file, {@link #WOULD_BLOCK} only comes with O_NONBLOCK. */
    public final int read(ByteBuffer target) {
        if (!OpenFlags.isReadable(flags)) throw Errno.EBADF.failure();
        int count = attemptRead(target);
        while (count == WOULD_BLOCK && !isNonBlocking()) {
            waiters.await(this, PollEvents.IN | PollEvents.HANGUP | PollEvents.ERROR);
            count = attemptRead(target);
        }
        return count;
    }

    /** Writes all of {@code source}; with O_NONBLOCK what there is room for, or {@link #WOULD_BLOCK} if there is none. */
    public final int write(ByteBuffer source) {
        if (!OpenFlags.isWritable(flags)) throw Errno.EBADF.failure();
        int count = attemptWrite(source);
        if (!source.hasRemaining() || isNonBlocking()) return count;
        return Math.max(count, 0) + writeRest(source);
    }

    /** As {@link #read}, but never waits. */
    public final int readNow(ByteBuffer target) {
        if (!OpenFlags.isReadable(flags)) throw Errno.EBADF.failure();
        return attemptRead(target);
    }

    /** As {@link #write}, but never waits. */
    public final int writeNow(ByteBuffer source) {
        if (!OpenFlags.isWritable(flags)) throw Errno.EBADF.failure();
        return attemptWrite(source);
    }

    private int writeRest(ByteBuffer source) {
        int total = 0;
        while (source.hasRemaining()) {
            int count = attemptWrite(source);
            if (count == WOULD_BLOCK) {
                waiters.await(this, PollEvents.OUT | PollEvents.ERROR);
            } else if (count == 0) {
                return total;
            } else {
                total += count;
            }
        }
        return total;
    }

    /** Reads without waiting, access already checked. */
    protected abstract int attemptRead(ByteBuffer target);

    /** Writes without waiting, access already checked. */
    protected abstract int attemptWrite(ByteBuffer source);

    /** Whether it has positions. */
    public boolean isSeekable() {
        return false;
    }

    /** pread; ESPIPE where there are no positions. */
    public int readAt(ByteBuffer target, long position) {
        throw Errno.ESPIPE.failure();
    }

    /** pwrite; ESPIPE where there are no positions. */
    public int writeAt(ByteBuffer source, long position) {
        throw Errno.ESPIPE.failure();
    }

    /** lseek: the new offset; ESPIPE where there are no positions. */
    public long seek(long offset, Whence whence) {
        throw Errno.ESPIPE.failure();
    }

    /** The {@link PollEvents} that hold now. */
    public abstract int readiness();

    public abstract Stat stat();

    /** The file behind it, for operations on files; EINVAL if there is none. */
    public OpenFile file() {
        throw Errno.EINVAL.failure();
    }

    /** The open directory behind it; ENOTDIR where it is something else. */
    public Directory directory() {
        throw Errno.ENOTDIR.failure();
    }

    /** The listing of an open directory; ENOTDIR where it is something else. */
    public DirectoryListing listing() {
        throw Errno.ENOTDIR.failure();
    }

    /** Whether recv and send may be called on it. */
    public boolean isSocket() {
        return false;
    }

    /** Frees its resources. Called once, with the last reference. */
    protected abstract void close();

    /** Wakes the threads that wait for {@link #readiness()} to change. */
    protected final void signalReadiness() {
        waiters.wakeAll();
    }

    final Waiters waiters() {
        return waiters;
    }
}
