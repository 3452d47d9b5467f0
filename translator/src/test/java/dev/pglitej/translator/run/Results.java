package dev.pglitej.translator.run;

import dev.pglitej.translator.wasm.Signature;
import dev.pglitej.translator.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Makes results comparable. */
final class Results {
    private static final long CANONICAL_F32 = 0x7fc00000L;
    private static final long CANONICAL_F64 = 0x7ff8000000000000L;

    private Results() {}

    static Outcome of(Signature signature, long[] bits) {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < bits.length; i++) {
            values.add(canonical(signature.results().get(i), bits[i]));
        }
        return new Outcome.Returned(values);
    }

    private static long canonical(ValueType type, long bits) {
        return switch (type) {
            case I32 -> bits & 0xffffffffL;
            case F32 -> Float.isNaN(Float.intBitsToFloat((int) bits)) ? CANONICAL_F32 : bits & 0xffffffffL;
            case F64 -> Double.isNaN(Double.longBitsToDouble(bits)) ? CANONICAL_F64 : bits;
            default -> bits;
        };
    }
}
