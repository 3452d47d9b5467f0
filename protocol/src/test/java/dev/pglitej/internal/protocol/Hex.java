package dev.pglitej.internal.protocol;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes as tests write them: hexadecimal digits with blanks anywhere, and text between quotes. Stateless. */
final class Hex {
    private Hex() {}

    /** Reads {@code 51 00000006 "x" 00}. */
    static ByteBuffer bytes(String notation) {
        StringBuilder digits = new StringBuilder();
        String[] parts = notation.split("\"", -1);
        for (int n = 0; n < parts.length; n++) digits.append(n % 2 == 0 ? parts[n].replace(" ", "") : text(parts[n]));
        return ByteBuffer.wrap(HexFormat.of().parseHex(digits));
    }

    static String of(ByteBuffer bytes) {
        return HexFormat.of().formatHex(Value.of(bytes).toBytes());
    }

    private static String text(String ascii) {
        return HexFormat.of().formatHex(Value.text(ascii).toBytes());
    }
}
