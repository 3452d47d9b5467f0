package dev.pglitej.internal.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** A header block of a tar archive, in the format ustar as PostgreSQL writes it (tar.c). Confined to one thread. */
final class TarHeader {
    static final int BLOCK = 512;

    private static final int NAME_BYTES = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_BYTES = 12;
    private static final int SUM_AT = 148;
    private static final int SUM_BYTES = 8;
    private static final int TYPE_AT = 156;
    private static final int TARGET_AT = 157;
    private static final int TARGET_BYTES = 100;
    private static final int PREFIX_AT = 345;
    private static final int PREFIX_BYTES = 155;

    private final byte[] block;

    /** @param block of {@link #BLOCK} bytes, which are not copied */
    TarHeader(byte[] block) {
        this.block = block;
    }

    /** Whether it is one of the empty blocks at the end of an archive. */
    boolean isEmpty() {
        for (byte b : block) {
            if (b != 0) return false;
        }
        return true;
    }

    void check() throws IOException {
        if (number(SUM_AT, SUM_BYTES) != sum()) {
            throw new IOException("the archive is damaged: the checksum of a header does not match");
        }
    }

    char type() {
        return (char) block[TYPE_AT];
    }

    boolean isFile() {
        return type() == '0' || type() == '\0';
    }

    boolean isDirectory() {
        return type() == '5';
    }

    boolean isLink() {
        return type() == '2';
    }

    /** The target of a link. */
    String target() {
        return text(TARGET_AT, TARGET_BYTES);
    }

    /** The length of the file that follows, without the padding of its last block. */
    long contents() throws IOException {
        return isFile() ? number(SIZE_AT, SIZE_BYTES) : 0;
    }

    /** The length of the padding of the last block. */
    int padding() throws IOException {
        return (int) (-contents() & (BLOCK - 1));
    }

    /** With slashes. */
    String path() {
        String prefix = text(PREFIX_AT, PREFIX_BYTES);
        String name = text(0, NAME_BYTES);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** Moves the entry below a directory. */
    void moveInto(String directory) throws IOException {
        String prefix = text(PREFIX_AT, PREFIX_BYTES);
        byte[] longer = (prefix.isEmpty() ? directory : directory + "/" + prefix).getBytes(UTF_8);
        if (longer.length > PREFIX_BYTES) {
            throw new IOException("the path " + directory + "/" + path() + " is too long");
        }
        System.arraycopy(longer, 0, block, PREFIX_AT, longer.length);
        byte[] digits = "%06o\0 ".formatted(sum()).getBytes(US_ASCII);
        System.arraycopy(digits, 0, block, SUM_AT, SUM_BYTES);
    }

    private String text(int at, int length) {
        int end = at;
        while (end < at + length && block[end] != 0) end++;
        return new String(block, at, end - at, UTF_8);
    }

    /** Octal digits, or a binary number after a byte of 128. */
    private long number(int at, int length) throws IOException {
        long number = 0;
        boolean isBinary = (block[at] & 0x80) != 0;
        for (int i = isBinary ? at + 1 : at; i < at + length; i++) {
            if (isBinary) {
                number = (number << 8) | (block[i] & 0xff);
            } else if (block[i] >= '0' && block[i] <= '7') {
                number = number * 8 + block[i] - '0';
            } else if (block[i] != ' ' && block[i] != 0) {
                throw new IOException("the archive is damaged: a number has the byte " + block[i]);
            }
        }
        return number;
    }

    private long sum() {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) sum += i >= SUM_AT && i < SUM_AT + SUM_BYTES ? ' ' : block[i] & 0xff;
        return sum;
    }
}
