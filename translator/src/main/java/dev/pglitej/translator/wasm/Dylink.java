package dev.pglitej.translator.wasm;

import java.nio.ByteBuffer;

/** What the custom section dylink.0 says a module needs; alignments are logarithms. */
public record Dylink(int memoryBytes, int memoryAlignment, int tableEntries, int tableAlignment) {
    public static final Dylink NONE = new Dylink(0, 0, 0, 0);

    private static final int MEMORY_INFO = 1;

    /** Reads the section's contents; of its parts only the sizes matter. */
    static Dylink parse(byte[] contents) {
        ByteBuffer in = ByteBuffer.wrap(contents);
        while (in.hasRemaining()) {
            int kind = in.get();
            int size = Leb128.unsigned(in);
            if (kind == MEMORY_INFO) {
                return new Dylink(Leb128.unsigned(in), Leb128.unsigned(in), Leb128.unsigned(in), Leb128.unsigned(in));
            }
            in.position(in.position() + size);
        }
        return NONE;
    }
}
