package dev.pglitej.natives.icu;

/**
 * A file of ICU's data: a header that names the format, and what this format says. (ICU's udata.h has the header, its "Data formats" page
 * the names.) Confined to one thread.
 */
final class DataItem {
    private static final int MAGIC = 0xda27;
    private static final int MAGIC_AT = 2;
    private static final int INFO_SIZE_AT = 4;
    private static final int RESERVED_AT = 6;
    private static final int BIG_ENDIAN_AT = 8;
    private static final int FORMAT_AT = 12;
    private static final int VERSION_AT = 16;

    private final Reordering bytes;
    /** Where it begins. An item may lie within another. */
    private final int start;

    private DataItem(Reordering bytes, int start) {
        this.bytes = bytes;
        this.start = start;
    }

    /**
     * A file in little-endian byte order.
     *
     * @param name for messages
     * @throws dev.pglitej.natives.tools.BuildException if it has a format that PostgreSQL does not read, or another version of one
     */
    static byte[] littleEndian(String name, byte[] bigEndian) {
        Reordering bytes = new Reordering(name, bigEndian);
        reverse(bytes, 0, bytes.size());
        return bytes.littleEndian();
    }

    /** Turns an item within a file. */
    static void reverse(Reordering bytes, int start, int length) {
        new DataItem(bytes, start).reverse(length);
    }

    private void reverse(int length) {
        if (length < VERSION_AT + 4 || bytes.u16(start + MAGIC_AT) != MAGIC || bytes.u8(start + BIG_ENDIAN_AT) != 1) {
            throw bytes.malformed("has no big-endian item at " + start);
        }
        bytes.reverse(2, start, 2);
        bytes.reverse(2, start + INFO_SIZE_AT, 2);
        bytes.reverse(2, start + RESERVED_AT, 2);
        bytes.set(start + BIG_ENDIAN_AT, 0);
        int body = start + bytes.u16(start);
        int rest = length - bytes.u16(start);
        String format = bytes.ascii(start + FORMAT_AT, 4) + " " + bytes.u8(start + VERSION_AT);
        switch (format) {
            case "ResB 2", "ResB 3" -> new ResourceBundle(bytes, body).reverse();
            case "UCol 5" -> new CollationData(bytes, body).reverse();
            case "Brk  6" -> new BreakRules(bytes, body).reverse();
            case "Dict 1" -> new Dictionary(bytes, body, rest).reverse();
            default -> throw bytes.malformed("has the format " + format);
        }
    }
}
