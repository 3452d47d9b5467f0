package dev.pglitej.natives.icu;

/** The rules where text breaks, as tables of states (ICU's rbbidata.h, format 6). Confined to one thread. */
final class BreakRules {
    private static final int WORD = 4;
    private static final int HEADER_WORDS = 20;
    private static final int VERSION_WORD = 1;

    /** Words of the header, each followed by the length of what it locates. */
    private static final int FORWARD_WORD = 4;

    private static final int REVERSE_WORD = 6;
    private static final int TRIE_WORD = 8;
    private static final int STATUS_WORD = 12;

    private static final int STATES_HEADER = 5 * WORD;
    private static final int STATES_FLAGS_AT = 4 * WORD;
    private static final int ROWS_OF_BYTES = 4;

    private final Reordering bytes;
    private final int start;

    BreakRules(Reordering bytes, int start) {
        this.bytes = bytes;
        this.start = start;
    }

    void reverse() {
        for (int word = 0; word < HEADER_WORDS; word++) {
            // The version is four bytes.
            if (word != VERSION_WORD) bytes.reverse(WORD, start + word * WORD, WORD);
        }
        states(FORWARD_WORD);
        states(REVERSE_WORD);
        if (length(TRIE_WORD) > 0) Trie.reverse(bytes, start + offset(TRIE_WORD));
        bytes.reverse(WORD, start + offset(STATUS_WORD), length(STATUS_WORD));
    }

    private void states(int word) {
        if (length(word) == 0) return;
        int table = start + offset(word);
        bytes.reverse(WORD, table, STATES_HEADER);
        int width = (bytes.i32(table + STATES_FLAGS_AT) & ROWS_OF_BYTES) != 0 ? 1 : 2;
        bytes.reverse(width, table + STATES_HEADER, length(word) - STATES_HEADER);
    }

    private int offset(int word) {
        return bytes.i32(start + word * WORD);
    }

    private int length(int word) {
        return offset(word + 1);
    }
}
