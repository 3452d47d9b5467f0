package dev.pglitej.natives.icu;

/** The words of a language that writes no spaces, as a trie (ICU's dictionarydata.h, format 1). Confined to one thread. */
final class Dictionary {
    private static final int WORD = 4;
    private static final int INDEXES = 8;
    private static final int SIZE_INDEX = 3;
    private static final int TYPE_INDEX = 4;
    private static final int TYPE = 7;
    private static final int OF_UNITS = 1;

    private final Reordering bytes;
    private final int start;
    private final int length;

    Dictionary(Reordering bytes, int start, int length) {
        this.bytes = bytes;
        this.start = start;
        this.length = length;
    }

    void reverse() {
        bytes.reverse(WORD, start, INDEXES * WORD);
        if (index(SIZE_INDEX) > length) throw bytes.malformed("is a dictionary of " + index(SIZE_INDEX) + " bytes");
        boolean ofUnits = (index(TYPE_INDEX) & TYPE) == OF_UNITS;
        // The other kind of trie is made of bytes.
        if (ofUnits) bytes.reverse(2, start + INDEXES * WORD, index(SIZE_INDEX) - INDEXES * WORD);
    }

    private int index(int number) {
        return bytes.i32(start + number * WORD);
    }
}
