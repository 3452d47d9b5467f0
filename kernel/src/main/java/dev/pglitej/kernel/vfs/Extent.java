package dev.pglitej.kernel.vfs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Up to {@value #CHUNKS} neighbouring chunks of a file. Confined to the lock of the file system that owns it; one owned by none
 * that lives on is never changed again.
 *
 * <p>The array is as long as the last chunk needs. A chunk may be changed if its bit in {@code mine} is set; the others are seen by
 * forks too.
 */
final class Extent {

    static final int CHUNKS = 512;

    private static final int BITS = Long.SIZE;

    final Object owner;
    private byte[] @Nullable [] chunks;
    private long[] mine;

    Extent(Object owner) {
        this(owner, new byte[0][]);
    }

    private Extent(Object owner, byte[] @Nullable [] chunks) {
        this.owner = owner;
        this.chunks = chunks;
        this.mine = new long[words(chunks.length)];
    }

    private static int words(int chunkCount) {
        return (chunkCount + BITS - 1) / BITS;
    }

    /** The same chunks for another owner, none of which it may change. */
    Extent copyFor(Object newOwner) {
        return new Extent(newOwner, chunks.clone());
    }

    byte @Nullable [] chunk(int index) {
        return index < chunks.length ? chunks[index] : null;
    }

    boolean isMine(int index) {
        return index < chunks.length && (mine[index / BITS] & (1L << index)) != 0;
    }

    void put(int index, byte[] chunk) {
        if (index >= chunks.length) {
            int length = Math.min(CHUNKS, Math.max(index + 1, chunks.length * 2));
            chunks = Arrays.copyOf(chunks, length);
            mine = Arrays.copyOf(mine, words(length));
        }
        chunks[index] = chunk;
        mine[index / BITS] |= 1L << index;
    }

    /** How many bytes the chunks from {@code first} on have. */
    long bytesFrom(int first) {
        long bytes = 0;
        for (int i = first; i < chunks.length; i++) {
            byte[] chunk = chunks[i];
            bytes += chunk == null ? 0 : chunk.length;
        }
        return bytes;
    }

    /** Drops the chunks from {@code first} on; the full ones of them that no fork sees can be used again. */
    void dropFrom(int first, SpareChunks spares) {
        for (int i = first; i < chunks.length; i++) {
            byte[] chunk = chunks[i];
            if (chunk != null && chunk.length == FileContents.CHUNK && isMine(i)) {
                spares.give(chunk);
            }
            chunks[i] = null;
        }
    }
}
