package dev.pglitej.natives.icu;

/**
 * The sort order of a language: sections that an array of offsets delimits (ICU's collationdatareader.h, format 5). Confined to one
 * thread.
 */
final class CollationData {
    private static final int WORD = 4;

    /** What the offset with the number of the place delimits has numbers of this width; -1 is a trie. */
    private static final int[] WIDTHS = {0, 0, 0, 0, 0, 4, 1, -1, 0, 8, 0, 4, 4, 2, 2, 2, 2, 1, 0};

    private static final int FIRST_OFFSET = 5;

    private final Reordering bytes;
    private final int start;

    CollationData(Reordering bytes, int start) {
        this.bytes = bytes;
        this.start = start;
    }

    void reverse() {
        int indexes = bytes.i32(start);
        bytes.reverse(WORD, start, indexes * WORD);
        for (int i = FIRST_OFFSET; i < WIDTHS.length && i + 1 < indexes; i++) {
            int from = offset(i);
            int length = offset(i + 1) - from;
            if (length > 0) section(WIDTHS[i], from, length);
        }
    }

    private int offset(int number) {
        return bytes.i32(start + number * WORD);
    }

    private void section(int width, int from, int length) {
        switch (width) {
            case 0 -> throw bytes.malformed("has a section of a collation at " + from + " that should be empty");
            case -1 -> Trie.reverse(bytes, start + from);
            default -> bytes.reverse(width, start + from, length);
        }
    }
}
