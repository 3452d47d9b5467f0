package dev.pglitej.natives.icu;

/** What maps code points to values: 16-bit indexes and the values (ICU's utrie2_impl.h and ucptrie_impl.h). Confined to one thread. */
final class Trie {
    private static final int HEADER = 16;
    private static final int OPTIONS_AT = 4;
    private static final int INDEXES_AT = 6;
    private static final int VALUES_AT = 8;

    private Trie() {}

    static void reverse(Reordering bytes, int at) {
        bytes.reverse(4, at, 4);
        bytes.reverse(2, at + 4, HEADER - 4);
        int options = bytes.u16(at + OPTIONS_AT);
        int indexes = 2 * bytes.u16(at + INDEXES_AT);
        bytes.reverse(2, at + HEADER, indexes);
        int values = at + HEADER + indexes;
        switch (bytes.ascii(at, 4)) {
            case "Tri2" -> {
                // The count is in units of 4; the options are the width alone.
                int width = (options & 0xf) == 0 ? 2 : 4;
                bytes.reverse(width, values, width * 4 * bytes.u16(at + VALUES_AT));
            }
            case "Tri3" -> {
                // Four more bits of the count are in the options.
                int count = (options & 0xf000) << 4 | bytes.u16(at + VALUES_AT);
                int width = width(bytes, options & 7);
                bytes.reverse(width, values, width * count);
            }
            default -> throw bytes.malformed("has a trie of an unknown kind at " + at);
        }
    }

    private static int width(Reordering bytes, int code) {
        return switch (code) {
            case 0 -> 2;
            case 1 -> 4;
            case 2 -> 1;
            default -> throw bytes.malformed("has a trie with values of an unknown width, " + code);
        };
    }
}
