package dev.pglitej.natives.icu;

import dev.pglitej.natives.tools.BuildException;
import java.nio.ByteBuffer;

/**
 * Big-endian bytes and a copy of them in which some numbers are little-endian already. Values are always read from the big-endian bytes, so
 * the order of steps does not matter, and a step may be repeated. Confined to one thread.
 */
final class Reordering {
    private final String file;
    private final byte[] from;
    private final ByteBuffer values;
    private final byte[] to;

    Reordering(String file, byte[] bigEndian) {
        this.file = file;
        this.from = bigEndian.clone();
        this.values = ByteBuffer.wrap(from);
        this.to = bigEndian.clone();
    }

    int size() {
        return from.length;
    }

    int u8(int at) {
        return values.get(at) & 0xff;
    }

    int u16(int at) {
        return values.getShort(at) & 0xffff;
    }

    int i32(int at) {
        return values.getInt(at);
    }

    /** The characters of a format's name, or of other text in ASCII. */
    String ascii(int at, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) text.append((char) u8(at + i));
        return text.toString();
    }

    /** Turns numbers of 1, 2, 4 or 8 bytes around, as many as fill a length. */
    void reverse(int width, int at, int length) {
        if (at < 0 || length < 0 || at + length > from.length || length % width != 0) {
            throw malformed("has " + length + " bytes of " + width + "-byte numbers at " + at);
        }
        for (int number = at; number < at + length; number += width) {
            for (int i = 0; i < width; i++) to[number + i] = from[number + width - 1 - i];
        }
    }

    void set(int at, int value) {
        to[at] = (byte) value;
    }

    BuildException malformed(String what) {
        return new BuildException("ICU's file " + file + " of " + from.length + " bytes " + what
                + ", which this build cannot convert; another version of ICU needs another conversion");
    }

    /** The result. */
    byte[] littleEndian() {
        return to.clone();
    }
}
