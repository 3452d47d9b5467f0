package dev.pglitej.internal.jdbc.socket;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes in the order in which they came; grows as it must, and gives the memory of a burst back. Confined to its owner's lock. */
final class ByteQueue {
    private static final int INITIAL_CAPACITY = 8192;
    private static final int MOST_KEPT = 1 << 20;

    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int start;
    private int end;

    int size() {
        return end - start;
    }

    boolean isEmpty() {
        return start == end;
    }

    void add(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, end, length);
        end += length;
    }

    /** Takes so many bytes from the buffer. */
    void add(ByteBuffer source, int length) {
        reserve(length);
        source.get(bytes, end, length);
        end += length;
    }

    /** Moves what there is and fits; how many bytes that were. */
    int moveTo(byte[] target, int offset, int length) {
        int count = Math.min(length, size());
        System.arraycopy(bytes, start, target, offset, count);
        removed(count);
        return count;
    }

    /** Moves what there is and fits; how many bytes that were. */
    int moveTo(ByteBuffer target) {
        int count = Math.min(target.remaining(), size());
        target.put(bytes, start, count);
        removed(count);
        return count;
    }

    /** The first bytes, or all where there are fewer, without taking them. */
    byte[] peek(int count) {
        return Arrays.copyOfRange(bytes, start, start + Math.min(count, size()));
    }

    private void removed(int count) {
        start += count;
        if (start < end) return;
        start = 0;
        end = 0;
        if (bytes.length > MOST_KEPT) bytes = new byte[INITIAL_CAPACITY];
    }

    private void reserve(int more) {
        if (more <= bytes.length - end) return;
        int size = size();
        long needed = (long) size + more;
        if (needed > Integer.MAX_VALUE - 8) {
            throw new OutOfMemoryError("more than 2 GB wait between a client and its session");
        }
        byte[] target = needed <= bytes.length ? bytes : new byte[capacityFor(needed)];
        System.arraycopy(bytes, start, target, 0, size);
        bytes = target;
        start = 0;
        end = size;
    }

    private static int capacityFor(long needed) {
        return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed + needed / 2, 2L * INITIAL_CAPACITY));
    }
}
