package dev.pglitej.natives.finder;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;

/** A run of consecutive instructions to look for in a function. */
final class Shape {
    private final List<Step> steps;

    private Shape(Step... steps) {
        this.steps = List.of(steps);
    }

    /** One instruction: its opcode, and its operand where that is known. */
    record Step(OpCode opcode, OptionalInt operand) {
        private boolean fits(Instruction instruction) {
            return instruction.opcode() == opcode
                    && (operand.isEmpty() || operandOf(instruction) == operand.getAsInt());
        }
    }

    static Shape of(Step... steps) {
        return new Shape(steps);
    }

    static Step op(OpCode opcode) {
        return new Step(opcode, OptionalInt.empty());
    }

    static Step op(OpCode opcode, int operand) {
        return new Step(opcode, OptionalInt.of(operand));
    }

    /** Any {@code i32.const}. */
    static Step constant() {
        return op(OpCode.I32_CONST);
    }

    static Step constant(int value) {
        return op(OpCode.I32_CONST, value);
    }

    /** Loads the word that the address on the stack names itself, at no offset. */
    static Step load() {
        return op(OpCode.I32_LOAD, 0);
    }

    /** Likewise for a byte, as C loads a bool. */
    static Step loadByte() {
        return op(OpCode.I32_LOAD8_U, 0);
    }

    static Step store() {
        return op(OpCode.I32_STORE, 0);
    }

    static Step call(int function) {
        return op(OpCode.CALL, function);
    }

    /** What stands at one step, wherever the shape occurs in the function. */
    List<Integer> values(WasmFunction function, int step) {
        return matches(function.body())
                .map(at -> operandOf(function.body().get(at + step)))
                .toList();
    }

    boolean isIn(WasmFunction function) {
        return matches(function.body()).findAny().isPresent();
    }

    /** Whether the function begins with it. */
    boolean opens(WasmFunction function) {
        return matches(function.body()).anyMatch(at -> at == 0);
    }

    private Stream<Integer> matches(List<? extends Instruction> body) {
        return IntStream.rangeClosed(0, body.size() - steps.size())
                .filter(at -> IntStream.range(0, steps.size())
                        .allMatch(i -> steps.get(i).fits(body.get(at + i))))
                .boxed();
    }

    // Loads and stores carry their alignment first, and the offset, which is what tells them apart, second.
    private static int operandOf(Instruction instruction) {
        if (instruction.operandCount() == 0) return 0;
        return (int) instruction.operand(isMemoryAccess(instruction.opcode()) ? 1 : 0);
    }

    private static boolean isMemoryAccess(OpCode opcode) {
        return opcode.name().contains("_LOAD") || opcode.name().contains("_STORE");
    }
}
