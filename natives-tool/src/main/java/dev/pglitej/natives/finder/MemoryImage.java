package dev.pglitej.natives.finder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Linear memory as the active data segments leave it. Addresses outside of all segments hold zero. Immutable. */
final class MemoryImage {
    private static final int LONGEST_STRING = 4096;

    private final ByteBuffer bytes;

    /** Takes ownership of the bytes. */
    MemoryImage(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    int size() {
        return bytes.capacity();
    }

    /** The 32-bit word at an address, or 0 beyond the data. */
    int word(int address) {
        return address >= 0 && address <= size() - 4 ? bytes.getInt(address) : 0;
    }

    /** The C string at an address, if there is a non-empty printable one. */
    Optional<String> string(int address) {
        if (address <= 0 || address >= size()) return Optional.empty();
        int end = address;
        while (end < size() && bytes.get(end) != 0) {
            if (!isPrintable(bytes.get(end)) || end - address == LONGEST_STRING) return Optional.empty();
            end++;
        }
        return end == address || end == size()
                ? Optional.empty()
                : Optional.of(new String(bytes.array(), address, end - address, StandardCharsets.US_ASCII));
    }

    boolean isString(int address, String text) {
        return string(address).filter(text::equals).isPresent();
    }

    /** Every address at which a string ends in this text: compilers let a string share another one's tail. */
    List<Integer> addressesOf(String text) {
        byte[] wanted = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        List<Integer> found = new ArrayList<>();
        for (int address = 0; address <= size() - wanted.length; address++) {
            if (startsAt(address, wanted)) found.add(address);
        }
        return found;
    }

    private boolean startsAt(int address, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (bytes.get(address + i) != wanted[i]) return false;
        }
        return true;
    }

    private static boolean isPrintable(byte b) {
        return (b >= ' ' && b < 127) || b == '\n' || b == '\t';
    }
}
