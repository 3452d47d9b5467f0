package dev.pglitej.internal.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * A guest's linear memory. Addresses are ints taken as unsigned; an access outside of the present size and of the shared mappings behind it
 * is a {@link GuestFault}. Little-endian, as wasm is.
 *
 * <p>Thread-safe as long as the guest's owner does not close the guest meanwhile. Accesses are not ordered with those of the running guest.
 */
public final class GuestMemory {
    // A buffer has 2 GiB at most. A window begins every 1 GiB, so a range that begins in the first half of a window is
    // inside.
    private static final int WINDOW_LOG2 = 30;
    private static final int WINDOW_MASK = (1 << WINDOW_LOG2) - 1;
    private static final int WINDOWS = 4;
    private static final int FILL_BYTES = 65536;

    private final ByteBuffer[] windows;
    private final LongSupplier size;
    /** The shared mappings behind the memory: start and end of each. The array is never changed, only replaced. */
    private volatile long[] shared = {};

    private GuestMemory(ByteBuffer[] windows, LongSupplier size) {
        this.windows = windows;
        this.size = size;
    }

    /** A memory with the bytes of the buffer, for tests without a guest. */
    public static GuestMemory wrap(ByteBuffer buffer) {
        int capacity = buffer.capacity();
        ByteBuffer[] windows = new ByteBuffer[(capacity >>> WINDOW_LOG2) + 1];
        for (int i = 0; i < windows.length; i++) {
            int start = i << WINDOW_LOG2;
            windows[i] =
                    buffer.duplicate().clear().slice(start, capacity - start).order(ByteOrder.LITTLE_ENDIAN);
        }
        return new GuestMemory(windows, () -> capacity);
    }

    static GuestMemory of(long guest, LongSupplier size) {
        ByteBuffer[] windows = new ByteBuffer[WINDOWS];
        for (int i = 0; i < WINDOWS; i++) {
            windows[i] = NativeRuntime.guestMemory(guest, i).order(ByteOrder.LITTLE_ENDIAN);
        }
        return new GuestMemory(windows, size);
    }

    /** The present size in bytes; grows with the guest's heap. */
    public long size() {
        return size.getAsLong();
    }

    public byte getByte(int address) {
        return window(address, Byte.BYTES).get(address & WINDOW_MASK);
    }

    public void putByte(int address, byte value) {
        window(address, Byte.BYTES).put(address & WINDOW_MASK, value);
    }

    public short getShort(int address) {
        return window(address, Short.BYTES).getShort(address & WINDOW_MASK);
    }

    public void putShort(int address, short value) {
        window(address, Short.BYTES).putShort(address & WINDOW_MASK, value);
    }

    public int getInt(int address) {
        return window(address, Integer.BYTES).getInt(address & WINDOW_MASK);
    }

    public void putInt(int address, int value) {
        window(address, Integer.BYTES).putInt(address & WINDOW_MASK, value);
    }

    public long getLong(int address) {
        return window(address, Long.BYTES).getLong(address & WINDOW_MASK);
    }

    public void putLong(int address, long value) {
        window(address, Long.BYTES).putLong(address & WINDOW_MASK, value);
    }

    public void get(int address, byte[] destination, int offset, int length) {
        window(address, length).get(address & WINDOW_MASK, destination, offset, length);
    }

    public void put(int address, byte[] source, int offset, int length) {
        window(address, length).put(address & WINDOW_MASK, source, offset, length);
    }

    /** Sets a range to one value. */
    public void fill(int address, int length, byte value) {
        ByteBuffer target = slice(address, length);
        byte[] chunk = new byte[Math.min(length, FILL_BYTES)];
        Arrays.fill(chunk, value);
        while (target.hasRemaining()) target.put(chunk, 0, Math.min(chunk.length, target.remaining()));
    }

    /** The UTF-8 text up to the next zero byte. A fault if the memory ends first. */
    public String cString(int address) {
        long end = Integer.toUnsignedLong(address);
        while (holds(end, 1L) && getByte((int) end) != 0) end++;
        int length = (int) (end - Integer.toUnsignedLong(address));
        window(address, length + 1);
        byte[] bytes = new byte[length];
        get(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Writes the text as UTF-8 with a terminating zero; returns the number of bytes with the zero. Writes nothing and returns -1 if that
     * exceeds the capacity.
     */
    public int putCString(int address, int capacity, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= capacity) return -1;
        window(address, bytes.length + 1);
        put(address, bytes, 0, bytes.length);
        putByte(address + bytes.length, (byte) 0);
        return bytes.length + 1;
    }

    /** A live view of a range, for moving bytes without a copy. Must not be used after the guest is closed. */
    public ByteBuffer slice(int address, int length) {
        return window(address, length).slice(address & WINDOW_MASK, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A live view of one range after another, for code that moves bytes so often that a new buffer each time costs too much. Confined to
     * one thread. The returned buffer is valid until the next call, begins at its position, and has no defined byte order.
     */
    public final class View {
        private final ByteBuffer[] views = windows.clone();

        public View() {
            for (int i = 0; i < views.length; i++) views[i] = views[i].duplicate();
        }

        public ByteBuffer of(int address, int length) {
            check(address, length);
            int start = address & WINDOW_MASK;
            return views[windowOf(address)].clear().limit(start + length).position(start);
        }
    }

    private ByteBuffer window(int address, int length) {
        check(address, length);
        return windows[windowOf(address)];
    }

    private void check(int address, int length) {
        long start = Integer.toUnsignedLong(address);
        if (!holds(address, length)) throw new GuestFault(start, length, size.getAsLong());
    }

    /** Whether a range can be used, from an address taken as unsigned. */
    public boolean holds(int address, int length) {
        return length >= 0 && holds(Integer.toUnsignedLong(address), length);
    }

    private boolean holds(long start, long length) {
        long present = size.getAsLong();
        return start + length <= present || (present > 0 && isShared(start, start + length));
    }

    private boolean isShared(long start, long end) {
        long[] ranges = shared;
        for (int i = 0; i < ranges.length; i += 2) {
            if (start >= ranges[i] && end <= ranges[i + 1]) return true;
        }
        return false;
    }

    /** Makes a range behind the memory accessible. Called by the guest's owner. */
    void addShared(long start, long length) {
        long[] ranges = Arrays.copyOf(shared, shared.length + 2);
        ranges[shared.length] = start;
        ranges[shared.length + 1] = start + length;
        shared = ranges;
    }

    /** Undoes {@link #addShared} for the range that begins here, if there is one. */
    void removeShared(long start) {
        long[] ranges = shared;
        for (int i = 0; i < ranges.length; i += 2) {
            if (ranges[i] != start) continue;
            long[] others = Arrays.copyOf(ranges, ranges.length - 2);
            System.arraycopy(ranges, i + 2, others, i, others.length - i);
            shared = others;
            return;
        }
    }

    /** An address at the very end of the address space belongs to the last window. */
    private int windowOf(int address) {
        return Math.min(address >>> WINDOW_LOG2, windows.length - 1);
    }
}
