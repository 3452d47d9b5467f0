package dev.pglitej.translator.wasm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import run.endive.wasm.types.Instruction;

/** Turns the instructions of a constant expression into an {@link Initializer}. */
final class InitializerReader {
    private final Deque<Initializer> stack = new ArrayDeque<>();

    private InitializerReader() {}

    static Initializer read(List<Instruction> instructions) {
        InitializerReader reader = new InitializerReader();
        instructions.forEach(reader::step);
        return reader.stack.pop();
    }

    private void step(Instruction instruction) {
        switch (instruction.opcode()) {
            case I32_CONST -> push(ValueType.I32, instruction.operand(0));
            case I64_CONST -> push(ValueType.I64, instruction.operand(0));
            case F32_CONST -> push(ValueType.F32, instruction.operand(0));
            case F64_CONST -> push(ValueType.F64, instruction.operand(0));
            case GLOBAL_GET -> stack.push(new Initializer.GlobalValue((int) instruction.operand(0)));
            case REF_FUNC -> stack.push(new Initializer.FunctionReference((int) instruction.operand(0)));
            case REF_NULL -> stack.push(new Initializer.NullReference());
            case I32_ADD -> combine('+', ValueType.I32);
            case I32_SUB -> combine('-', ValueType.I32);
            case I32_MUL -> combine('*', ValueType.I32);
            case I64_ADD -> combine('+', ValueType.I64);
            case I64_SUB -> combine('-', ValueType.I64);
            case I64_MUL -> combine('*', ValueType.I64);
            case END -> {}
            default ->
                throw new TranslationException(
                        "instruction %s at offset 0x%x is not translated in a constant expression"
                                .formatted(instruction.opcode(), instruction.address()));
        }
    }

    private void push(ValueType type, long bits) {
        stack.push(new Initializer.Literal(type, bits));
    }

    private void combine(char operator, ValueType type) {
        Initializer right = stack.pop();
        stack.push(new Initializer.Arithmetic(operator, type, stack.pop(), right));
    }
}
