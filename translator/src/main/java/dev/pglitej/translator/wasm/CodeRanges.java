package dev.pglitej.translator.wasm;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Where the function bodies stand in a file that is known to be well-formed. */
final class CodeRanges {
    private static final int HEADER_BYTES = 8;
    private static final int CODE_SECTION = 10;

    private CodeRanges() {}

    /** @param offset of the body's first byte, which follows its size */
    record Range(int offset, int size) {}

    static List<Range> of(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).position(HEADER_BYTES);
        while (in.hasRemaining()) {
            int section = in.get();
            int size = Leb128.unsigned(in);
            if (section == CODE_SECTION) return bodies(in);
            in.position(in.position() + size);
        }
        return List.of();
    }

    private static List<Range> bodies(ByteBuffer in) {
        int count = Leb128.unsigned(in);
        List<Range> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int size = Leb128.unsigned(in);
            ranges.add(new Range(in.position(), size));
            in.position(in.position() + size);
        }
        return ranges;
    }
}
