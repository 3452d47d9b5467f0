package dev.pglitej.internal.kernel.abi;

import java.util.Arrays;
import java.util.Optional;

/** An IP address in numbers. Immutable. */
final class NumericAddress {

    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;
    private static final int V6_GROUPS = 8;

    private final byte[] bytes;

    private NumericAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The address of 4 or 16 bytes, in network order. */
    static NumericAddress of(byte[] bytes) {
        return new NumericAddress(bytes.clone());
    }

    /** In network order. */
    byte[] toBytes() {
        return bytes.clone();
    }

    boolean isV4() {
        return bytes.length == V4_BYTES;
    }

    /** Reads "127.0.0.1" or "::1"; empty if the text is neither, names included. */
    static Optional<NumericAddress> parse(String text) {
        return (text.indexOf(':') >= 0 ? parseV6(text) : parseV4(text)).map(NumericAddress::new);
    }

    private static Optional<byte[]> parseV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != V4_BYTES) return Optional.empty();
        byte[] bytes = new byte[V4_BYTES];
        for (int i = 0; i < V4_BYTES; i++) {
            if (!parts[i].matches("[0-9]{1,3}") || Integer.parseInt(parts[i]) > 255) return Optional.empty();
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Optional.of(bytes);
    }

    private static Optional<byte[]> parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) return groups(text).filter(all -> all.length == V6_BYTES);
        Optional<byte[]> head = groups(text.substring(0, gap));
        Optional<byte[]> tail = groups(text.substring(gap + 2));
        if (head.isEmpty() || tail.isEmpty() || head.get().length + tail.get().length > V6_BYTES - 2) {
            return Optional.empty();
        }
        byte[] bytes = new byte[V6_BYTES];
        System.arraycopy(head.get(), 0, bytes, 0, head.get().length);
        System.arraycopy(tail.get(), 0, bytes, V6_BYTES - tail.get().length, tail.get().length);
        return Optional.of(bytes);
    }

    /** Groups of four hexadecimal digits, the last perhaps an IPv4 address; none in an empty text. */
    private static Optional<byte[]> groups(String text) {
        if (text.isEmpty()) return Optional.of(new byte[0]);
        String[] parts = text.split(":", -1);
        if (parts.length > V6_GROUPS) return Optional.empty();
        byte[] bytes = new byte[parts.length * 2 + 2];
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            Optional<byte[]> v4 = i == parts.length - 1 ? parseV4(parts[i]) : Optional.empty();
            if (v4.isPresent()) {
                System.arraycopy(v4.get(), 0, bytes, length, V4_BYTES);
                length += V4_BYTES;
            } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
                int group = Integer.parseInt(parts[i], 16);
                bytes[length++] = (byte) (group >>> 8);
                bytes[length++] = (byte) group;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(Arrays.copyOf(bytes, length));
    }

    @Override
    public String toString() {
        if (isV4()) {
            return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
        }
        int[] zeros = longestZeros();
        StringBuilder text = new StringBuilder();
        int next = 0;
        while (next < V6_GROUPS) {
            if (next == zeros[0]) {
                text.append("::");
                next += zeros[1];
                continue;
            }
            if (text.length() > 0 && text.charAt(text.length() - 1) != ':') text.append(':');
            text.append(Integer.toHexString(group(next)));
            next++;
        }
        return text.toString();
    }

    private int group(int index) {
        return (bytes[2 * index] & 0xff) << 8 | (bytes[2 * index + 1] & 0xff);
    }

    /** Start and length of the longest run of at least two zero groups; start -1 if there is none. */
    private int[] longestZeros() {
        int[] best = {-1, 1};
        for (int i = 0; i < V6_GROUPS; i++) {
            int end = i;
            while (end < V6_GROUPS && group(end) == 0) end++;
            if (end - i > best[1]) {
                best = new int[] {i, end - i};
            }
        }
        return best;
    }
}
