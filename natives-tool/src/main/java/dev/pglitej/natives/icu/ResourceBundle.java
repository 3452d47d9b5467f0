package dev.pglitej.natives.icu;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A bundle of resources, a tree in 32-bit words (ICU's uresdata.h, format 2 and 3). Confined to one thread. */
final class ResourceBundle {
    private static final int WORD = 4;

    /** Places in the array behind the root; all are counts of words from the root. */
    private static final int KEYS_TOP = 1;

    private static final int UNITS_TOP = 6;

    /** Of a resource, which is a type in the four highest bits and a place, or a value, in the others. */
    private static final int TYPE_SHIFT = 28;

    private static final int PLACE = 0x0fffffff;
    private static final int STRING = 0;
    private static final int BINARY = 1;
    private static final int TABLE = 2;
    private static final int ALIAS = 3;
    private static final int TABLE_WITH_WIDE_KEYS = 4;
    private static final int TABLE_OF_UNITS = 5;
    private static final int STRING_OF_UNITS = 6;
    private static final int INTEGER = 7;
    private static final int ARRAY = 8;
    private static final int ARRAY_OF_UNITS = 9;
    private static final int INTEGERS = 14;

    /** Binary resources are opaque, except for those of collations. */
    private static final String COLLATION_KEY = "%%CollationBin";

    /** Keys of bundles in the directory of collations: rules, another bundle that has them, and the one to look in next. */
    private static final List<String> RULE_KEYS = List.of("collations", "%%ALIAS", "%%Parent");

    private final Reordering bytes;
    private final int root;
    private int keysBottom;
    private int keysTop;

    ResourceBundle(Reordering bytes, int root) {
        this.bytes = bytes;
        this.root = root;
    }

    /** Whether a language's bundle changes anything about sorting; many are empty, and say only that the language is known. */
    static boolean saysSomethingOfRules(byte[] bundle) {
        String text = new String(bundle, StandardCharsets.ISO_8859_1);
        return RULE_KEYS.stream().anyMatch(key -> text.contains(key + "\0"));
    }

    void reverse() {
        int indexes = bytes.i32(root + WORD) & 0xff;
        if (indexes <= UNITS_TOP) throw bytes.malformed("is a bundle with " + indexes + " indexes");
        keysBottom = root + (1 + indexes) * WORD;
        keysTop = root + index(KEYS_TOP) * WORD;
        int unitsTop = root + index(UNITS_TOP) * WORD;
        bytes.reverse(WORD, root, keysBottom - root);
        bytes.reverse(2, keysTop, unitsTop - keysTop);
        resource(bytes.i32(root), "");
    }

    private int index(int number) {
        return bytes.i32(root + (1 + number) * WORD);
    }

    private void resource(int resource, String key) {
        int type = resource >>> TYPE_SHIFT;
        int at = root + (resource & PLACE) * WORD;
        switch (type) {
            case TABLE_OF_UNITS, STRING_OF_UNITS, INTEGER, ARRAY_OF_UNITS -> {
                // They lie among the 16-bit units, or are their own value.
            }
            default -> {
                // What is empty has the place 0.
                if (at != root) words(type, at, key);
            }
        }
    }

    private void words(int type, int at, String key) {
        switch (type) {
            case STRING, ALIAS -> {
                bytes.reverse(WORD, at, WORD);
                bytes.reverse(2, at + WORD, bytes.i32(at) * 2);
            }
            case BINARY -> binary(at, key);
            case TABLE -> {
                int count = bytes.u16(at);
                bytes.reverse(2, at, 2 + 2 * count);
                // Counted and aligned to words, as the keys are half a word.
                int items = at + (2 + 2 * count + WORD - 1) / WORD * WORD;
                for (int i = 0; i < count; i++) item(items + i * WORD, narrowKey(at + 2 + 2 * i));
            }
            case TABLE_WITH_WIDE_KEYS -> {
                int count = bytes.i32(at);
                bytes.reverse(WORD, at, WORD + WORD * count);
                int items = at + WORD + WORD * count;
                for (int i = 0; i < count; i++) item(items + i * WORD, key(bytes.i32(at + WORD + WORD * i)));
            }
            case ARRAY -> {
                int count = bytes.i32(at);
                bytes.reverse(WORD, at, WORD);
                for (int i = 0; i < count; i++) item(at + WORD + WORD * i, "");
            }
            case INTEGERS -> bytes.reverse(WORD, at, WORD + WORD * bytes.i32(at));
            default -> throw bytes.malformed("has a resource of type " + type);
        }
    }

    private void item(int at, String key) {
        bytes.reverse(WORD, at, WORD);
        resource(bytes.i32(at), key);
    }

    private void binary(int at, String key) {
        bytes.reverse(WORD, at, WORD);
        if (key.equals(COLLATION_KEY)) DataItem.reverse(bytes, at + WORD, bytes.i32(at));
    }

    private String narrowKey(int at) {
        return key(bytes.u16(at));
    }

    /** A key of this bundle; those beyond its own are in a pool that bundles share, and no collation has such a key. */
    private String key(int offset) {
        int start = root + offset;
        if (offset < 0 || start < keysBottom || start >= keysTop) return "";
        int end = start;
        while (bytes.u8(end) != 0) end++;
        return bytes.ascii(start, end - start);
    }
}
