package dev.pglitej.translator.wasm;

import java.nio.ByteBuffer;

/** WebAssembly's numbers of variable length. */
final class Leb128 {
    private Leb128() {}

    static int unsigned(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) return value;
        }
    }
}
