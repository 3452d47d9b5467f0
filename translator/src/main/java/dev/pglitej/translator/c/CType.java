package dev.pglitej.translator.c;

import dev.pglitej.translator.wasm.Signature;
import dev.pglitej.translator.wasm.ValueType;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How types are written in C; the short names come from rt_access.h. */
final class CType {
    private CType() {}

    static String of(ValueType type) {
        return switch (type) {
            case I32 -> "u32";
            case I64 -> "u64";
            case F32 -> "f32";
            case F64 -> "f64";
            case FUNCREF -> "struct rt_entry";
        };
    }

    /** What a function returns: nothing, a value, or a struct of several. */
    static String ofResults(List<ValueType> results) {
        return switch (results.size()) {
            case 0 -> "void";
            case 1 -> of(results.get(0));
            default -> "struct " + resultsTag(results);
        };
    }

    /** Its members are r0, r1 and so on. */
    static String resultsTag(List<ValueType> results) {
        return "results_"
                + results.stream().map(type -> String.valueOf(type.letter())).collect(Collectors.joining());
    }

    /** The type of pointers to functions of this signature. */
    static String pointer(Signature signature) {
        return "type_" + signature.identifier();
    }

    /** The canonical type id. */
    static String id(Signature signature) {
        return "TYPE_" + signature.identifier();
    }

    /** A parameter list without names. */
    static String parameters(Signature signature) {
        return Stream.concat(
                        Stream.of("rt_guest *"), signature.parameters().stream().map(CType::of))
                .collect(Collectors.joining(", "));
    }

    /** A parameter list with the names p0, p1 and so on behind the guest's, g. */
    static String namedParameters(Signature signature) {
        return IntStream.range(0, signature.parameters().size())
                .mapToObj(i -> ", " + of(signature.parameters().get(i)) + " p" + i)
                .collect(Collectors.joining("", "rt_guest *g", ""));
    }

    /** An argument list that hands on the guest and the named parameters from the given one. */
    static String arguments(Signature signature, int from) {
        return IntStream.range(from, signature.parameters().size())
                .mapToObj(i -> ", p" + i)
                .collect(Collectors.joining("", "g", ""));
    }
}
