package dev.pglitej.translator.wat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import run.endive.wasm.types.OpCode;

/** What the text format calls instructions: Endive's names have an underscore for a dot, and one in extend8. */
public final class InstructionNames {
    private static final Map<String, OpCode> OPCODES =
            Arrays.stream(OpCode.values()).collect(Collectors.toMap(InstructionNames::of, Function.identity()));

    private InstructionNames() {}

    /** The name of an instruction on a numeric type, such as i32.extend8_s. */
    public static String of(OpCode opcode) {
        return opcode.name()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("extend_(?=[0-9])", "extend")
                .replaceFirst("^(i32|i64|f32|f64|memory|table|ref|local|global|data|elem)_", "$1.");
    }

    static OpCode opcode(String name) {
        OpCode opcode = OPCODES.get(name);
        if (opcode == null) throw new IllegalArgumentException("no instruction " + name);
        return opcode;
    }
}
