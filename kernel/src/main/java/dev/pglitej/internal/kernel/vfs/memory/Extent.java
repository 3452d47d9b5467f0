package dev.pglitej.internal.kernel.vfs.memory;

import java.util.Arrays;

/**
 * Up to {@value #CHUNKS} neighbouring chunks of a file, by their numbers in {@link Chunks}. Confined to the lock of the file system whose
 * file is its only holder; with several holders it does not change.
 *
 * <p>The array is as long as the last chunk needs.
 */
final class Extent extends Shared {

    static final int CHUNKS = 512;

    /** Nothing has been written here. */
    static final int HOLE = 0;

    /** Zeros with reserved room but without memory so far. */
    static final int PROMISED = -1;

    private static final int[] NONE = new int[0];

    private int[] chunks = NONE;

    /** The same chunks, each held once more. */
    Extent copy(Chunks memory) {
        Extent copy = new Extent();
        copy.chunks = chunks.clone();
        int promises = 0;
        for (int chunk : chunks) {
            if (chunk > 0) memory.hold(chunk);
            if (chunk == PROMISED) promises++;
        }
        if (promises > 0) memory.promiseAgain(promises);
        return copy;
    }

    int chunk(int index) {
        return index < chunks.length ? chunks[index] : HOLE;
    }

    void put(int index, int chunk) {
        if (index >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.min(CHUNKS, Math.max(index + 1, chunks.length * 2)));
        }
        chunks[index] = chunk;
    }

    /** How many there are from {@code first} on, holes left out. */
    int countFrom(int first) {
        int count = 0;
        for (int i = first; i < chunks.length; i++) {
            if (chunks[i] != HOLE) count++;
        }
        return count;
    }

    /** Releases the chunks from {@code first} on. */
    void dropFrom(int first, Chunks memory) {
        if (first >= chunks.length) return;
        memory.leave(first == 0 ? chunks : Arrays.copyOfRange(chunks, first, chunks.length));
        chunks = first == 0 ? NONE : Arrays.copyOf(chunks, first);
    }
}
