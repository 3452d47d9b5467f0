package dev.pglitej.internal.kernel.vfs.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.engine.EngineException;
import dev.pglitej.internal.engine.MemoryRegion;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The memory of files, outside the Java heap: pieces of {@value #BYTES} bytes with numbers, each held by the files that show it.
 * Thread-safe; only holders read a chunk, and only an only holder writes it.
 *
 * <p>Chunks lie in regions of {@value Region#BYTES} bytes of address space, each one mapping, that are never given back themselves. A chunk
 * is <i>used</i>, <i>warm</i> (free, with memory behind it, to be used next) or <i>cold</i> (free, without memory). Chunks that become free
 * beyond {@value #MOST_WARM} warm ones go back to the system at once, neighbours together, which costs one call.
 *
 * <p>The system may refuse a region. Regions are therefore made before they are needed: a chunk can be <i>promised</i>, which takes only
 * address space, and the last ones are kept for writes that cannot be refused without harm.
 *
 * <p>A chunk is as long as a page of PostgreSQL, so that a page written is a chunk replaced.
 */
// RATIONALE: "Where are the contents of files in memory?"
public final class Chunks {

    static final int BYTES = 8192;
    static final int SHIFT = 13;

    /** 16 MiB: PostgreSQL's temporary files come and go with statements. */
    private static final int MOST_WARM = 2048;

    /** 64 MiB, which new contents leave for others. */
    static final int KEPT_FROM_NEW = 8192;

    /** 32 MiB, which changes of shared contents leave for files that are never refused any. */
    static final int KEPT_FROM_SHARED = 4096;

    /** 512 KiB, for which the system is asked at once. */
    private static final int WARMED_TOGETHER = 64;

    private static final byte[] ZEROS = new byte[BYTES];

    private static final Chunks OF_THIS_JVM = new Chunks(Region.MOST);

    private final int mostRegions;
    private volatile Region[] regions = new Region[0];

    @GuardedBy("this")
    private final int[] warm = new int[MOST_WARM];

    @GuardedBy("this")
    private int warmCount;

    /** Changed under the lock. */
    private volatile long used;

    /** How many have been promised and not been taken. */
    @GuardedBy("this")
    private long promised;

    Chunks(int mostRegions) {
        this.mostRegions = mostRegions;
    }

    public static Chunks ofThisJvm() {
        return OF_THIS_JVM;
    }

    /** A range of chunks. */
    private static final class Region {
        static final int SHIFT = 13;
        static final int CHUNKS = 1 << SHIFT;
        static final int BYTES = CHUNKS * Chunks.BYTES;
        /** The limit of the numbers of chunks. */
        static final int MOST = 1 << (Integer.SIZE - 1 - SHIFT);

        final MemoryRegion memory = MemoryRegion.reserve(BYTES);
        final ByteBuffer bytes = memory.bytes();
        final AtomicIntegerArray holders = new AtomicIntegerArray(CHUNKS);
        /** Guarded by the lock of the chunks. */
        final BitSet cold = new BitSet(CHUNKS);

        Region() {
            cold.set(0, CHUNKS);
        }
    }

    private Region region(int chunk) {
        return regions[chunk >>> Region.SHIFT];
    }

    private static int index(int chunk) {
        return chunk & (Region.CHUNKS - 1);
    }

    private static int offset(int chunk) {
        return index(chunk) * BYTES;
    }

    /**
     * Takes a chunk with any contents; the caller is its only holder. 0 if the system has no more.
     *
     * @param kept how many must remain for others
     */
    int take(int kept) {
        synchronized (this) {
            return has(1L + kept) ? takeOne() : 0;
        }
    }

    /** The same for a promised chunk; if the result is 0, it stays promised. */
    int takePromised() {
        synchronized (this) {
            int chunk = takeOne();
            promised -= chunk > 0 ? 1 : 0;
            return chunk;
        }
    }

    @GuardedBy("this")
    private int takeOne() {
        if (warmCount == 0 && !warm()) return 0;
        warmCount--;
        long more = used + 1;
        used = more;
        int chunk = warm[warmCount];
        region(chunk).holders.set(index(chunk), 1);
        return chunk;
    }

    /**
     * Promises so many; false if the system has no more.
     *
     * @param kept as for {@link #take}
     */
    synchronized boolean promise(long count, int kept) {
        if (!has(count + kept)) return false;
        promised += count;
        return true;
    }

    /** Promises so many promised chunks once more, for a fork that shares them. */
    synchronized void promiseAgain(int count) {
        promised += count;
    }

    /** Whether so many are free and not promised. Regions are made for that. */
    @GuardedBy("this")
    private boolean has(long count) {
        while (((long) regions.length << Region.SHIFT) - 1 - used - promised < count) {
            if (!addRegion()) return false;
        }
        return true;
    }

    /** Makes some cold chunks warm, neighbours where there are any. */
    @GuardedBy("this")
    private boolean warm() {
        for (int i = 0; i < regions.length; i++) {
            int first = regions[i].cold.nextSetBit(0);
            if (first >= 0) {
                warm(i, first);
                return true;
            }
        }
        return addRegion() && warm();
    }

    @GuardedBy("this")
    private void warm(int number, int first) {
        Region region = regions[number];
        int end = Math.min(region.cold.nextClearBit(first), first + WARMED_TOGETHER);
        region.cold.clear(first, end);
        region.memory.fill(first * BYTES, (end - first) * BYTES);
        // The last one is used first.
        for (int index = end - 1; index >= first; index--) {
            warm[warmCount] = (number << Region.SHIFT) + index;
            warmCount++;
        }
    }

    @GuardedBy("this")
    private boolean addRegion() {
        int count = regions.length;
        if (count == mostRegions) return false;
        Region[] more = Arrays.copyOf(regions, count + 1);
        try {
            more[count] = new Region();
        } catch (EngineException | OutOfMemoryError e) {
            // The latter if the heap has no room for the counts.
            return false;
        }
        // 0 is not the number of a chunk.
        if (count == 0) more[0].cold.clear(0);
        regions = more;
        return true;
    }

    /** Adds a holder. The caller must be one. */
    void hold(int chunk) {
        region(chunk).holders.incrementAndGet(index(chunk));
    }

    /** Whether there are other holders beside the caller. */
    boolean isShared(int chunk) {
        return region(chunk).holders.get(index(chunk)) > 1;
    }

    void leave(int chunk) {
        leave(new int[] {chunk});
    }

    /** Releases the chunks and promises in the array. The array's contents are lost. */
    void leave(int[] chunks) {
        int count = 0;
        int promises = 0;
        for (int chunk : chunks) {
            if (chunk == Extent.PROMISED) promises++;
            if (chunk > 0 && region(chunk).holders.decrementAndGet(index(chunk)) == 0) {
                chunks[count] = chunk;
                count++;
            }
        }
        if (promises > 0) promiseAgain(-promises);
        if (count > 0) free(chunks, count);
    }

    private void free(int[] chunks, int count) {
        int kept;
        synchronized (this) {
            used -= count;
            kept = Math.min(count, MOST_WARM - warmCount);
            System.arraycopy(chunks, 0, warm, warmCount, kept);
            warmCount += kept;
        }
        Arrays.sort(chunks, kept, count);
        for (int from = kept; from < count; ) {
            int to = from + 1;
            while (to < count && chunks[to] == chunks[to - 1] + 1 && index(chunks[to]) != 0) to++;
            cool(chunks[from], to - from);
            from = to;
        }
    }

    private void cool(int first, int count) {
        Region region = region(first);
        region.memory.empty(offset(first), count * BYTES);
        synchronized (this) {
            region.cold.set(index(first), index(first) + count);
        }
    }

    /** How many bytes files hold; shared ones count once. */
    public long usedBytes() {
        return used * BYTES;
    }

    /** How many bytes take memory. */
    synchronized long residentBytes() {
        return (used + warmCount) * BYTES;
    }

    /** Puts {@code length} bytes into {@code target}, whose position moves. */
    void read(int chunk, int from, ByteBuffer target, int length) {
        int to = target.position();
        target.put(to, region(chunk).bytes, offset(chunk) + from, length);
        target.position(to + length);
    }

    /** Takes {@code length} bytes from {@code source}, whose position moves. */
    void write(int chunk, int to, ByteBuffer source, int length) {
        int from = source.position();
        region(chunk).bytes.put(offset(chunk) + to, source, from, length);
        source.position(from + length);
    }

    void clear(int chunk, int from, int to) {
        region(chunk).bytes.put(offset(chunk) + from, ZEROS, 0, to - from);
    }

    void copy(int from, int to) {
        region(to).bytes.put(offset(to), region(from).bytes, offset(from), BYTES);
    }

    /** A view of the first bytes of a chunk, to be filled. */
    ByteBuffer slice(int chunk, int length) {
        return region(chunk).bytes.slice(offset(chunk), length);
    }
}
