package dev.pglitej.internal.kernel.vfs.memory;

import dev.pglitej.internal.kernel.Errno;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one file in memory. Changed by the one file system that holds its node, under that one's lock; while several hold it, it
 * does not change.
 *
 * <p>A file is a table of extents, an extent a table of {@link Chunks}. Where there is no chunk the backing shows through up to
 * {@code backed}, and zeros beyond. A fork holds the same extents, and copies one before it changes it, whose chunks are held twice then;
 * one of these it copies before it writes to it. So a fork costs nothing, and the first write after it one chunk and two tables.
 *
 * <p>Room is taken where a file grows, and by zeros too: PostgreSQL extends a file with them to know that later, when it writes from
 * memory what it has promised to keep, there is room. Where a file has bytes already, a write is never refused.
 */
public final class FileContents {

    public static final int CHUNK = Chunks.BYTES;

    /** A table of this many bytes has 2^18 extents: sparse files need the table, not the bytes. */
    static final long MOST_BYTES = 1L << 40;

    static final byte[] ZEROS = new byte[CHUNK];

    /** Puts zeros, at most {@link #CHUNK} of them. */
    public static void putZeros(ByteBuffer target, int length) {
        target.put(ZEROS, 0, length);
    }

    private static final ByteBuffer ZERO_CHUNK = ByteBuffer.wrap(ZEROS).asReadOnlyBuffer();

    private static final int EXTENT_SHIFT = 9;
    private static final Extent[] NO_EXTENTS = new Extent[0];

    private final Chunks memory = Chunks.ofThisJvm();
    private final Backing backing;
    private long backed;
    private long size;
    private long allocated;
    private @Nullable Extent[] extents = NO_EXTENTS;

    public FileContents(Backing backing) {
        this.backing = backing;
        this.backed = backing.size();
        this.size = backed;
    }

    /** The same bytes, to be changed independently. */
    FileContents copy() {
        FileContents copy = new FileContents(backing);
        copy.backed = backed;
        copy.size = size;
        copy.allocated = allocated;
        copy.extents = extents.clone();
        for (Extent extent : extents) {
            if (extent != null) extent.hold();
        }
        return copy;
    }

    long size() {
        return size;
    }

    /** Bytes that it has room for, those shared with forks included. */
    long allocated() {
        return allocated;
    }

    int read(ByteBuffer target, long position) {
        if (position >= size) return 0;
        int count = (int) Math.min(target.remaining(), size - position);
        long at = position;
        long end = position + count;
        while (at < end) {
            int length = (int) Math.min(CHUNK - offset(at), end - at);
            int chunk = chunk(at);
            if (chunk > 0) {
                memory.read(chunk, offset(at), target, length);
            } else {
                readUnwritten(target, at, length, chunk == Extent.HOLE ? backed : 0);
            }
            at += length;
        }
        return count;
    }

    private void readUnwritten(ByteBuffer target, long position, int length, long shown) {
        int there = (int) Math.max(0, Math.min(length, shown - position));
        if (there > 0) {
            int limit = target.limit();
            target.limit(target.position() + there);
            backing.read(target, position);
            target.limit(limit);
        }
        target.put(ZEROS, 0, length - there);
    }

    /** Writes as much as there is room for; ENOSPC if that is nothing. */
    int write(ByteBuffer source, long position, Claim claim, Capacity capacity) {
        int count = source.remaining();
        if (position > MOST_BYTES - count) throw Errno.EFBIG.failure();
        long at = position;
        long end = position + count;
        while (at < end) {
            int length = (int) Math.min(CHUNK - offset(at), end - at);
            if (!writeChunk(source, at, length, claim, capacity)) break;
            at += length;
        }
        if (at == position && count > 0) throw Errno.ENOSPC.failure();
        size = count > 0 ? Math.max(size, at) : size;
        return (int) (at - position);
    }

    private boolean writeChunk(ByteBuffer source, long position, int length, Claim claim, Capacity capacity) {
        int old = chunk(position);
        boolean isHole = old == Extent.HOLE;
        boolean isBacked = isHole && start(position) < backed;
        if (isHole && !isBacked && !capacity.take(CHUNK, position, claim)) return false;
        int chunk = chunkFor(old, isBacked, source, position, length, claim);
        if (chunk == Extent.HOLE) {
            capacity.add(isHole && !isBacked ? -CHUNK : 0);
            return false;
        }
        if (isHole) {
            capacity.add(isBacked ? CHUNK : 0);
            allocated += CHUNK;
        }
        if (chunk != old) writableExtent(position).put(index(position), chunk);
        if (chunk > 0) {
            memory.write(chunk, offset(position), source, length);
        } else {
            source.position(source.position() + length);
        }
        if (chunk != old && old > 0) memory.leave(old);
        return true;
    }

    /** What is to stand at {@code position} so that bytes can be written there; a hole if the machine has no memory for them. */
    private int chunkFor(int old, boolean isBacked, ByteBuffer source, long position, int length, Claim claim) {
        if (old > 0 && !extent(position).isShared() && !memory.isShared(old)) return old;
        // PostgreSQL fills each new page with zeros, which need no memory until they become something else.
        if (old <= 0 && !isBacked && isZero(source, length)) {
            boolean isPromised = old == Extent.PROMISED || memory.promise(1, kept(claim, true, position));
            return isPromised ? Extent.PROMISED : Extent.HOLE;
        }
        boolean isNew = old == Extent.HOLE && !isBacked;
        int chunk = old == Extent.PROMISED ? memory.takePromised() : memory.take(kept(claim, isNew, position));
        if (chunk > 0 && length < CHUNK) fill(chunk, old, isBacked, position);
        return chunk;
    }

    /** How much memory a write leaves for others, so that one of them can be refused without harm when the system has no more. */
    private static int kept(Claim claim, boolean isNew, long position) {
        if (claim == Claim.UNREFUSED) return 0;
        boolean isLarge = isNew && claim == Claim.ORDINARY && position >= Capacity.SMALL_BYTES;
        return isLarge ? Chunks.KEPT_FROM_NEW : Chunks.KEPT_FROM_SHARED;
    }

    /** Puts into a chunk what has been at its place so far. */
    private void fill(int chunk, int old, boolean isBacked, long position) {
        if (old > 0) {
            memory.copy(old, chunk);
            return;
        }
        int backedHere = isBacked ? (int) Math.min(CHUNK, backed - start(position)) : 0;
        if (backedHere > 0) backing.read(memory.slice(chunk, backedHere), start(position));
        memory.clear(chunk, backedHere, CHUNK);
    }

    private static boolean isZero(ByteBuffer source, int length) {
        int differs = source.mismatch(ZERO_CHUNK);
        return differs < 0 || differs >= length;
    }

    private Extent extent(long position) {
        Extent extent = extents[extentIndex(position)];
        if (extent == null) throw new IllegalStateException("no extent at " + position);
        return extent;
    }

    private Extent writableExtent(long position) {
        int index = extentIndex(position);
        if (index >= extents.length) extents = Arrays.copyOf(extents, Math.max(index + 1, extents.length * 2));
        Extent extent = extents[index];
        if (extent == null) {
            extent = new Extent();
        } else if (extent.isShared()) {
            Extent copy = extent.copy(memory);
            leave(extent);
            extent = copy;
        }
        extents[index] = extent;
        return extent;
    }

    private void leave(Extent extent) {
        if (extent.leave()) extent.dropFrom(0, memory);
    }

    void truncate(long newSize, Capacity capacity) {
        if (newSize > MOST_BYTES) throw Errno.EFBIG.failure();
        if (newSize < size) {
            clearTail(newSize);
            backed = Math.min(backed, newSize);
            cut(newSize, capacity);
        }
        size = newSize;
    }

    /** What is behind {@code newSize} in its chunk has to be zeros when the file grows again. */
    private void clearTail(long newSize) {
        int kept = offset(newSize);
        int chunk = kept == 0 ? Extent.HOLE : chunk(newSize);
        if (chunk <= 0) return;
        Extent extent = writableExtent(newSize);
        if (memory.isShared(chunk)) {
            int copy = memory.take(Chunks.KEPT_FROM_SHARED);
            if (copy == 0) throw Errno.ENOSPC.failure();
            memory.copy(chunk, copy);
            extent.put(index(newSize), copy);
            memory.leave(chunk);
            chunk = copy;
        }
        memory.clear(chunk, kept, CHUNK);
    }

    /** To be called when nobody holds the file any more. */
    void release() {
        for (Extent extent : extents) {
            if (extent != null) leave(extent);
        }
        extents = NO_EXTENTS;
    }

    private void cut(long newSize, Capacity capacity) {
        long dropped = 0;
        int firstGone = extentIndex(newSize + (CHUNK << EXTENT_SHIFT) - 1);
        for (int i = firstGone; i < extents.length; i++) {
            Extent extent = extents[i];
            if (extent != null) {
                dropped += extent.countFrom(0);
                leave(extent);
                extents[i] = null;
            }
        }
        int last = extentIndex(newSize);
        if (last < firstGone && last < extents.length && extents[last] != null) {
            // 0 if the chunk that is cut is the extent's last.
            int first = index(newSize + CHUNK - 1);
            if (first > 0) {
                Extent extent = writableExtent(newSize);
                dropped += extent.countFrom(first);
                extent.dropFrom(first, memory);
            }
        }
        allocated -= dropped * CHUNK;
        capacity.add(-dropped * CHUNK);
    }

    /** Sees to it that there is room for all of the range; ENOSPC, and no change, if there is not. */
    void allocate(long offset, long length, Claim claim, Capacity capacity) {
        long count = missing(offset, length);
        long missing = count * CHUNK;
        if (missing > 0 && !capacity.take(missing, offset, claim)) throw Errno.ENOSPC.failure();
        if (missing > 0 && !memory.promise(count, kept(claim, true, offset))) {
            capacity.add(-missing);
            throw Errno.ENOSPC.failure();
        }
        for (long at = start(offset); missing > 0 && at < offset + length; at += CHUNK) {
            if (isHole(at)) writableExtent(at).put(index(at), Extent.PROMISED);
        }
        allocated += missing;
        size = Math.max(size, offset + length);
    }

    private long missing(long offset, long length) {
        long missing = 0;
        for (long at = start(offset); at < offset + length; at += CHUNK) missing += isHole(at) ? 1 : 0;
        return missing;
    }

    private boolean isHole(long position) {
        return chunk(position) == Extent.HOLE && start(position) >= backed;
    }

    private int chunk(long position) {
        int index = extentIndex(position);
        Extent extent = index < extents.length ? extents[index] : null;
        return extent == null ? Extent.HOLE : extent.chunk(index(position));
    }

    private static int extentIndex(long position) {
        return (int) (position >>> (Chunks.SHIFT + EXTENT_SHIFT));
    }

    private static int index(long position) {
        return (int) (position >>> Chunks.SHIFT) & (Extent.CHUNKS - 1);
    }

    private static int offset(long position) {
        return (int) position & (CHUNK - 1);
    }

    private static long start(long position) {
        return position & -CHUNK;
    }
}
