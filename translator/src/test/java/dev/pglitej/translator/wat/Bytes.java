package dev.pglitej.translator.wat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes of a WebAssembly file under construction. */
final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes raw(int... bytes) {
        for (int b : bytes) out.write(b);
        return this;
    }

    Bytes unsigned(long value) {
        long rest = value;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    Bytes signed(long value) {
        long rest = value;
        while (rest < -64 || rest > 63) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>= 7;
        }
        out.write((int) rest & 0x7f);
        return this;
    }

    Bytes littleEndian(long bits, int size) {
        for (int i = 0; i < size; i++) out.write((int) (bits >>> (8 * i)) & 0xff);
        return this;
    }

    Bytes all(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Bytes behind their length. */
    Bytes sized(Bytes bytes) {
        return unsigned(bytes.out.size()).all(bytes.toArray());
    }

    /** A string whose chars are bytes. */
    Bytes name(String name) {
        return sized(new Bytes().all(name.getBytes(StandardCharsets.ISO_8859_1)));
    }

    byte[] toArray() {
        return out.toByteArray();
    }
}
