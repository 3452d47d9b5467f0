package dev.pglitej.internal.kernel.vfs.memory;

import dev.pglitej.internal.kernel.vfs.FileType;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The limit of the contents of some file systems together, and the bytes in use. Thread-safe.
 *
 * <p>Contents that forks share count for each of them; contents of the image below do not count. A file's first {@value #SMALL_BYTES} bytes
 * may come from the reserve whatever its claim, so that small files can be made when nothing else can.
 *
 * <p>All file systems of the JVM together get at most seven eighths of the machine's memory; here shared contents count once.
 */
public final class Capacity {
    /** Stands for a limit of half of the machine's memory, or of the container's that this JVM runs in. */
    public static final long HALF_OF_MACHINE = 0;

    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final long TOTAL_WHEN_UNLIMITED = 1L << 40;

    /** Eight pages of PostgreSQL. */
    static final long SMALL_BYTES = 64 << 10;

    private static final int RESERVED_PART = 8;
    private static final long MOST_RESERVED = 64 << 20;

    /** An amount that any machine has. Below it, the size of the memory need not be determined. */
    private static final long SURELY_THERE = 64 << 20;

    private final long limit;
    private final Claim.Rule rule;
    private final AtomicLong used = new AtomicLong();

    private static final class Machine {
        static final long BYTES = MachineMemory.bytes();
        static final long MOST_FOR_FILES = BYTES / 8 * 7;
    }

    private Capacity(long limit, Claim.Rule rule) {
        this.limit = limit;
        this.rule = rule;
    }

    /** So many bytes, without a reserve. */
    public static Capacity of(long limit) {
        return new Capacity(limit, Claim.Rule.NONE);
    }

    /** So many bytes, or {@link #HALF_OF_MACHINE}, of which an eighth, but at most 64 MiB, is kept for {@link Claim#RESERVED}. */
    public static Capacity of(long limit, Claim.Rule rule) {
        return new Capacity(limit, rule);
    }

    /** As much as the machine has. */
    public static Capacity unlimited() {
        return of(UNLIMITED);
    }

    /** The same limits, nothing used. */
    Capacity again() {
        return new Capacity(limit, rule);
    }

    Claim claim(Claim ofDirectory, String name, FileType type) {
        return rule.of(ofDirectory, name, type);
    }

    long used() {
        return used.get();
    }

    private long limit() {
        return limit == HALF_OF_MACHINE ? Machine.BYTES / 2 : limit;
    }

    private long reserve() {
        return rule == Claim.Rule.NONE ? 0 : Math.min(limit() / RESERVED_PART, MOST_RESERVED);
    }

    long total() {
        return limit == UNLIMITED ? TOTAL_WHEN_UNLIMITED : limit();
    }

    long available() {
        return Math.max(0, total() - reserve() - used());
    }

    /** Whether a file may have {@code bytes} more from that position on; they count as used then. */
    boolean take(long bytes, long position, Claim claim) {
        long now = used.addAndGet(bytes);
        if (claim == Claim.UNREFUSED || isWithin(now, claim == Claim.ORDINARY && position >= SMALL_BYTES)) return true;
        used.addAndGet(-bytes);
        return false;
    }

    private boolean isWithin(long now, boolean isOrdinary) {
        if (now <= SURELY_THERE && limit == HALF_OF_MACHINE) return true;
        if (now > limit() - (isOrdinary ? reserve() : 0)) return false;
        long ofAll = Chunks.ofThisJvm().usedBytes();
        return !isOrdinary || ofAll <= SURELY_THERE || ofAll <= Machine.MOST_FOR_FILES;
    }

    /** Counts bytes without checking the limit. */
    void add(long bytes) {
        used.addAndGet(bytes);
    }
}
