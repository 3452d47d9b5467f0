package dev.pglitej.natives.finder;

import java.util.List;
import java.util.stream.IntStream;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;

/**
 * A function that the binary defines.
 *
 * @param signature as in the contract with generated code: parameters, a colon, results ({@code "ii:i"})
 */
record WasmFunction(int index, String signature, List<? extends Instruction> body) {

    /** The functions called directly, in the order of the code. */
    List<Integer> callees() {
        return operands(OpCode.CALL).boxed().toList();
    }

    boolean calls(int function) {
        return operands(OpCode.CALL).anyMatch(callee -> callee == function);
    }

    /** The values of all {@code i32.const} instructions, in the order of the code. */
    List<Integer> constants() {
        return operands(OpCode.I32_CONST).boxed().toList();
    }

    boolean mentions(int constant) {
        return operands(OpCode.I32_CONST).anyMatch(value -> value == constant);
    }

    /** The same for {@code i64.const}, as C stores two neighbours at once. */
    boolean mentionsLong(long constant) {
        return body.stream().anyMatch(i -> i.opcode() == OpCode.I64_CONST && i.operand(0) == constant);
    }

    private IntStream operands(OpCode opcode) {
        return body.stream().filter(i -> i.opcode() == opcode).mapToInt(i -> (int) i.operand(0));
    }

    @Override
    public String toString() {
        return index + " (" + signature + ")";
    }
}
