package dev.pglitej.kernel.vfs;

import dev.pglitej.kernel.Errno;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one file in memory. Confined to the lock of its file system, except that those of a dropped owner are shared.
 *
 * <p>A file is a table of extents, an extent a table of chunks, a chunk an array of at most {@value #CHUNK} bytes. What is beyond a
 * chunk's array is zero; where there is no chunk the backing shows through up to {@code backed}, and zeros beyond.
 * A fork shares everything: extents and chunks carry their owner, and whoever is not the owner copies one before changing it. So a
 * fork costs nothing, and the first write after it one chunk and two tables.
 */
final class FileContents {

    /** As long as a page of PostgreSQL, so that a page written is a chunk replaced. */
    static final int CHUNK = 8192;

    /** A table of this many bytes has 2^18 extents: sparse files need the table, not the bytes. */
    static final long MOST_BYTES = 1L << 40;

    static final byte[] ZEROS = new byte[CHUNK];

    private static final ByteBuffer ZERO_CHUNK = ByteBuffer.wrap(ZEROS).asReadOnlyBuffer();

    private static final int CHUNK_SHIFT = 13;
    private static final int EXTENT_SHIFT = 9;
    private static final int LEAST_CHUNK = 64;
    private static final Extent[] NO_EXTENTS = new Extent[0];

    private final Backing backing;
    private long backed;
    private long size;
    private long allocated;
    private @Nullable Extent[] extents = NO_EXTENTS;

    FileContents(Backing backing) {
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
        return copy;
    }

    long size() {
        return size;
    }

    /** Bytes of memory that its chunks take, those shared with forks included. */
    long allocated() {
        return allocated;
    }

    int read(ByteBuffer target, long position) {
        if (position >= size) {
            return 0;
        }
        int count = (int) Math.min(target.remaining(), size - position);
        long at = position;
        long end = position + count;
        while (at < end) {
            int length = (int) Math.min(CHUNK - offset(at), end - at);
            readChunk(target, at, length);
            at += length;
        }
        return count;
    }

    private void readChunk(ByteBuffer target, long position, int length) {
        byte[] chunk = chunk(position);
        if (chunk == null) {
            readUnwritten(target, position, length);
            return;
        }
        int there = Math.max(0, Math.min(length, chunk.length - offset(position)));
        target.put(chunk, Math.min(offset(position), chunk.length), there);
        target.put(ZEROS, 0, length - there);
    }

    private void readUnwritten(ByteBuffer target, long position, int length) {
        int there = (int) Math.max(0, Math.min(length, backed - position));
        if (there > 0) {
            int limit = target.limit();
            target.limit(target.position() + there);
            backing.read(target, position);
            target.limit(limit);
        }
        target.put(ZEROS, 0, length - there);
    }

    /** Writes as much as the quota allows; ENOSPC if that is nothing. */
    int write(ByteBuffer source, long position, Object owner, Quota quota) {
        int count = source.remaining();
        if (position > MOST_BYTES - count) {
            throw Errno.EFBIG.failure();
        }
        long at = position;
        long end = position + count;
        while (at < end) {
            int length = (int) Math.min(CHUNK - offset(at), end - at);
            if (!writeChunk(source, at, length, owner, quota)) {
                break;
            }
            at += length;
        }
        if (at == position && count > 0) {
            throw Errno.ENOSPC.failure();
        }
        size = count > 0 ? Math.max(size, at) : size;
        return (int) (at - position);
    }

    private boolean writeChunk(ByteBuffer source, long position, int length, Object owner, Quota quota) {
        // PostgreSQL fills each new WAL segment (16 MB) and each new page with zeros: a hole is as good, and free.
        if (isHole(position) && isZero(source, length)) {
            source.position(source.position() + length);
            return true;
        }
        byte[] chunk = writable(position, length, owner, quota);
        if (chunk == null) {
            return false;
        }
        source.get(chunk, offset(position), length);
        return true;
    }

    private boolean isHole(long position) {
        return chunk(position) == null && start(position) >= backed;
    }

    private static boolean isZero(ByteBuffer source, int length) {
        int differs = source.mismatch(ZERO_CHUNK);
        return differs < 0 || differs >= length;
    }

    /** The chunk at {@code position}, owned and long enough for {@code length} bytes there; null if the quota does not allow it. */
    private byte @Nullable [] writable(long position, int length, Object owner, Quota quota) {
        Extent extent = writableExtent(position, owner);
        int index = index(position);
        byte[] old = extent.chunk(index);
        int needed = offset(position) + length;
        if (old != null && extent.isMine(index) && old.length >= needed) {
            return old;
        }
        int backedHere = old == null ? (int) Math.max(0, Math.min(CHUNK, backed - start(position))) : 0;
        int capacity = Math.max(old == null ? 0 : old.length, capacity(Math.max(needed, backedHere)));
        int growth = capacity - (old == null ? 0 : old.length);
        if (!quota.take(growth)) {
            return null;
        }
        allocated += growth;
        byte[] chunk = length == CHUNK ? quota.spares.take() : null;
        if (chunk == null) {
            chunk = old != null && length < CHUNK ? Arrays.copyOf(old, capacity) : new byte[capacity];
        }
        if (backedHere > 0 && length < CHUNK) {
            backing.read(ByteBuffer.wrap(chunk, 0, backedHere), start(position));
        }
        extent.put(index, chunk);
        return chunk;
    }

    private static int capacity(int needed) {
        return needed <= LEAST_CHUNK ? LEAST_CHUNK : Integer.highestOneBit(needed - 1) << 1;
    }

    private Extent writableExtent(long position, Object owner) {
        int index = extentIndex(position);
        if (index >= extents.length) {
            extents = Arrays.copyOf(extents, Math.max(index + 1, extents.length * 2));
        }
        Extent extent = extents[index];
        if (extent == null) {
            extent = new Extent(owner);
        } else if (extent.owner != owner) {
            extent = extent.copyFor(owner);
        }
        extents[index] = extent;
        return extent;
    }

    void truncate(long newSize, Object owner, Quota quota) {
        if (newSize > MOST_BYTES) {
            throw Errno.EFBIG.failure();
        }
        if (newSize < size) {
            backed = Math.min(backed, newSize);
            cut(newSize, owner, quota);
        }
        size = newSize;
    }

    /** To be called when nothing refers to the file any more: its own chunks can be used again. */
    void release(Object owner, SpareChunks spares) {
        for (Extent extent : extents) {
            if (extent != null) {
                drop(extent, owner, spares);
            }
        }
        extents = NO_EXTENTS;
    }

    /** What is not the owner's own is shared with forks, and stays theirs. */
    private static void drop(Extent extent, Object owner, SpareChunks spares) {
        if (extent.owner == owner) {
            extent.dropFrom(0, spares);
        }
    }

    private void cut(long newSize, Object owner, Quota quota) {
        long dropped = 0;
        int firstGone = extentIndex(newSize + (CHUNK << EXTENT_SHIFT) - 1);
        for (int i = firstGone; i < extents.length; i++) {
            Extent extent = extents[i];
            if (extent != null) {
                dropped += extent.bytesFrom(0);
                drop(extent, owner, quota.spares);
                extents[i] = null;
            }
        }
        int last = extentIndex(newSize);
        if (last < firstGone && last < extents.length && extents[last] != null) {
            dropped += cutWithin(writableExtent(newSize, owner), newSize, quota.spares);
        }
        allocated -= dropped;
        quota.giveBack(dropped);
    }

    /** Drops what is behind {@code newSize} in the extent that it lies within. */
    private static long cutWithin(Extent extent, long newSize, SpareChunks spares) {
        int index = index(newSize);
        int kept = offset(newSize);
        int firstGone = kept == 0 ? index : index + 1;
        long dropped = extent.bytesFrom(firstGone);
        extent.dropFrom(firstGone, spares);
        byte[] chunk = kept == 0 ? null : extent.chunk(index);
        if (chunk != null && chunk.length > kept) {
            extent.put(index, Arrays.copyOf(chunk, kept));
            dropped += chunk.length - kept;
        }
        return dropped;
    }

    /** What chunks for the whole of the range would take beyond those that are there. */
    long missing(long offset, long length) {
        long missing = 0;
        for (long at = start(offset); at < offset + length; at += CHUNK) {
            byte[] chunk = chunk(at);
            missing += CHUNK - (chunk == null ? 0 : chunk.length);
        }
        return missing;
    }

    private byte @Nullable [] chunk(long position) {
        int index = extentIndex(position);
        Extent extent = index < extents.length ? extents[index] : null;
        return extent == null ? null : extent.chunk(index(position));
    }

    private static int extentIndex(long position) {
        return (int) (position >>> (CHUNK_SHIFT + EXTENT_SHIFT));
    }

    private static int index(long position) {
        return (int) (position >>> CHUNK_SHIFT) & (Extent.CHUNKS - 1);
    }

    private static int offset(long position) {
        return (int) position & (CHUNK - 1);
    }

    private static long start(long position) {
        return position & -CHUNK;
    }
}
