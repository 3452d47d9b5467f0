package dev.pglitej.translator.lower;

import dev.pglitej.translator.wasm.ValueType;
import java.util.List;
import run.endive.wasm.types.OpCode;

/** What instructions take, give and do, as far as their names and numbers tell. */
final class Opcodes {
    private static final int FIRST_LOAD = OpCode.I32_LOAD.opcode();
    private static final int LAST_LOAD = OpCode.I64_LOAD32_U.opcode();
    private static final int FIRST_STORE = OpCode.I32_STORE.opcode();
    private static final int LAST_STORE = OpCode.I64_STORE32.opcode();
    private static final int FIRST_NUMERIC = OpCode.I32_EQZ.opcode();
    private static final int LAST_NUMERIC = OpCode.I64_EXTEND_32_S.opcode();
    private static final int FIRST_SATURATING = OpCode.I32_TRUNC_SAT_F32_S.opcode();
    private static final int LAST_SATURATING = OpCode.I64_TRUNC_SAT_F64_U.opcode();

    private Opcodes() {}

    static boolean isLoad(OpCode opcode) {
        return isWithin(opcode, FIRST_LOAD, LAST_LOAD);
    }

    static boolean isStore(OpCode opcode) {
        return isWithin(opcode, FIRST_STORE, LAST_STORE);
    }

    static boolean isNumeric(OpCode opcode) {
        return isWithin(opcode, FIRST_NUMERIC, LAST_NUMERIC) || isWithin(opcode, FIRST_SATURATING, LAST_SATURATING);
    }

    private static boolean isWithin(OpCode opcode, int first, int last) {
        return opcode.opcode() >= first && opcode.opcode() <= last;
    }

    /** Of a numeric instruction: 1 or 2. */
    static int operandCount(OpCode opcode) {
        return switch (opcode) {
            case I32_EQZ, I64_EQZ -> 1;
            case I32_CLZ, I32_CTZ, I32_POPCNT, I64_CLZ, I64_CTZ, I64_POPCNT -> 1;
            case F32_ABS, F32_NEG, F32_CEIL, F32_FLOOR, F32_TRUNC, F32_NEAREST, F32_SQRT -> 1;
            case F64_ABS, F64_NEG, F64_CEIL, F64_FLOOR, F64_TRUNC, F64_NEAREST, F64_SQRT -> 1;
            default -> opcode.opcode() < OpCode.I32_WRAP_I64.opcode() ? 2 : 1;
        };
    }

    /** Of a numeric instruction or a load. */
    static ValueType resultType(OpCode opcode) {
        if (isWithin(opcode, FIRST_NUMERIC, OpCode.F64_GE.opcode())) return ValueType.I32;
        return ValueType.valueOf(opcode.name().substring(0, 3));
    }

    /** Of the instruction itself, given its operands. */
    static int effects(OpCode opcode, List<Expression> operands) {
        if (isLoad(opcode)) return Effects.READS_MEMORY;
        return switch (opcode) {
            case I32_DIV_S, I32_REM_S, I64_DIV_S, I64_REM_S ->
                isHarmlessDivisor(operands.get(1), -1) ? Effects.NONE : Effects.TRAPS;
            case I32_DIV_U, I32_REM_U, I64_DIV_U, I64_REM_U ->
                isHarmlessDivisor(operands.get(1), 0) ? Effects.NONE : Effects.TRAPS;
            case I32_TRUNC_F32_S, I32_TRUNC_F32_U, I32_TRUNC_F64_S, I32_TRUNC_F64_U -> Effects.TRAPS;
            case I64_TRUNC_F32_S, I64_TRUNC_F32_U, I64_TRUNC_F64_S, I64_TRUNC_F64_U -> Effects.TRAPS;
            case MEMORY_SIZE, TABLE_SIZE -> Effects.READS_MEMORY;
            case MEMORY_GROW, TABLE_GROW -> Effects.READS_MEMORY | Effects.WRITES_MEMORY;
            case TABLE_GET -> Effects.READS_MEMORY | Effects.TRAPS;
            default -> Effects.NONE;
        };
    }

    /** Whether a divisor is known and neither 0 nor the other value that is not simply divided by. */
    static boolean isHarmlessDivisor(Expression divisor, int other) {
        if (!(divisor instanceof Expression.Constant constant)) return false;
        long value = constant.type() == ValueType.I32 ? (int) constant.bits() : constant.bits();
        return value != 0 && value != other;
    }
}
