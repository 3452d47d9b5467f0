package dev.pglitej.internal.kernel.io;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.Stat;
import java.nio.ByteBuffer;

/**
 * A pipe: bytes come out of its reader in the order in which they went into its writer. Thread-safe.
 *
 * <p>Up to {@link #ATOMIC_BYTES} bytes go in together or not at all. Without a writer, an emptied pipe is at end of file; without a
 * reader, writing fails with EPIPE.
 */
public final class Pipe {

    /** PIPE_BUF. */
    public static final int ATOMIC_BYTES = 4096;

    private static final int CAPACITY = 65536;
    private static final int UNBOUNDED = Integer.MAX_VALUE - 8;

    private final int capacity;
    private final Reader reader;
    private final Writer writer;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private byte[] ring = new byte[ATOMIC_BYTES];

    @GuardedBy("lock")
    private int head;

    @GuardedBy("lock")
    private int count;

    @GuardedBy("lock")
    private boolean hasReader = true;

    @GuardedBy("lock")
    private boolean hasWriter = true;

    private Pipe(int capacity, int flags) {
        this.capacity = capacity;
        this.reader = new Reader(OpenFlags.O_RDONLY | (flags & OpenFlags.O_NONBLOCK));
        this.writer = new Writer(OpenFlags.O_WRONLY | (flags & OpenFlags.O_NONBLOCK));
    }

    /** As pipe2(2) makes it: 64 KiB of room; of the flags, O_NONBLOCK matters. */
    public static Pipe bounded(int flags) {
        return new Pipe(CAPACITY, flags);
    }

    /** One that takes all that is written, for a reader that begins after the writer has ended. */
    public static Pipe unbounded() {
        return new Pipe(UNBOUNDED, 0);
    }

    /** This end. The maker of the pipe owns its one reference. */
    public Description reader() {
        return reader;
    }

    /** This end. The maker of the pipe owns its one reference. */
    public Description writer() {
        return writer;
    }

    private int take(ByteBuffer target) {
        synchronized (lock) {
            if (count == 0) return hasWriter && target.hasRemaining() ? Description.WOULD_BLOCK : 0;
            int taken = Math.min(count, target.remaining());
            int first = Math.min(taken, ring.length - head);
            target.put(ring, head, first);
            target.put(ring, 0, taken - first);
            head = (head + taken) % ring.length;
            count -= taken;
            return taken;
        }
    }

    private int give(ByteBuffer source) {
        synchronized (lock) {
            if (!hasReader) throw Errno.EPIPE.failure();
            int wanted = source.remaining();
            int room = capacity - count;
            if (room == 0 || (wanted <= ATOMIC_BYTES && wanted > room)) {
                return wanted == 0 ? 0 : Description.WOULD_BLOCK;
            }
            int given = Math.min(wanted, room);
            ensureRoom(given);
            int tail = (int) (((long) head + count) % ring.length);
            int first = Math.min(given, ring.length - tail);
            source.get(ring, tail, first);
            source.get(ring, 0, given - first);
            count += given;
            return given;
        }
    }

    @GuardedBy("lock")
    private void ensureRoom(int given) {
        int needed = count + given;
        if (needed <= ring.length) return;
        int length = (int) Math.min(capacity, Math.max(needed, 2L * ring.length));
        byte[] larger = new byte[length];
        int first = Math.min(count, ring.length - head);
        System.arraycopy(ring, head, larger, 0, first);
        System.arraycopy(ring, 0, larger, first, count - first);
        ring = larger;
        head = 0;
    }

    private static Stat pipeStat() {
        return Descriptions.anonymous(FileType.FIFO, 0600);
    }

    private final class Reader extends Description {

        Reader(int flags) {
            super(flags);
        }

        @Override
        protected int attemptRead(ByteBuffer target) {
            int taken = take(target);
            if (taken > 0) writer.wakeWaiters();
            return taken;
        }

        @Override
        protected int attemptWrite(ByteBuffer source) {
            throw Errno.EBADF.failure();
        }

        @Override
        public int readiness() {
            synchronized (lock) {
                return (count > 0 ? PollEvents.IN : 0) | (hasWriter ? 0 : PollEvents.HANGUP);
            }
        }

        @Override
        public Stat stat() {
            return pipeStat();
        }

        @Override
        protected void close() {
            synchronized (lock) {
                hasReader = false;
            }
            writer.wakeWaiters();
        }

        void wakeWaiters() {
            signalReadiness();
        }
    }

    private final class Writer extends Description {

        Writer(int flags) {
            super(flags);
        }

        @Override
        protected int attemptRead(ByteBuffer target) {
            throw Errno.EBADF.failure();
        }

        @Override
        protected int attemptWrite(ByteBuffer source) {
            int given = give(source);
            if (given > 0) reader.wakeWaiters();
            return given;
        }

        @Override
        public int readiness() {
            synchronized (lock) {
                boolean room = capacity - count >= ATOMIC_BYTES;
                return (hasReader ? 0 : PollEvents.ERROR) | (room || !hasReader ? PollEvents.OUT : 0);
            }
        }

        @Override
        public Stat stat() {
            return pipeStat();
        }

        @Override
        protected void close() {
            synchronized (lock) {
                hasWriter = false;
            }
            reader.wakeWaiters();
        }

        void wakeWaiters() {
            signalReadiness();
        }
    }
}
