package dev.pglitej.translator.lower;

import dev.pglitej.translator.wasm.Signature;
import dev.pglitej.translator.wasm.ValueType;
import java.util.List;
import java.util.stream.Stream;
import run.endive.wasm.types.OpCode;

/** Something that has a value. Its operands may be evaluated in any order. */
public sealed interface Expression {
    ValueType type();

    /** The union of {@link Effects} of evaluating it. */
    default int effects() {
        int effects = Effects.NONE;
        for (Expression operand : operands()) effects |= operand.effects();
        return effects;
    }

    default List<Expression> operands() {
        return List.of();
    }

    default boolean reads(Variable variable) {
        for (Expression operand : operands()) {
            if (operand.reads(variable)) return true;
        }
        return false;
    }

    /** The number of nodes. */
    default int weight() {
        int weight = 1;
        for (Expression operand : operands()) weight += operand.weight();
        return weight;
    }

    /**
     * A known value.
     *
     * @param bits of a float as the integer of the same size
     */
    record Constant(ValueType type, long bits) implements Expression {}

    record Read(Variable variable) implements Expression {
        @Override
        public ValueType type() {
            return variable.type();
        }

        @Override
        public boolean reads(Variable other) {
            return variable.equals(other);
        }
    }

    /**
     * Applies an instruction that works on values and memory.
     *
     * @param immediate the offset of a load, otherwise 0
     */
    record Operation(OpCode opcode, ValueType type, List<Expression> operands, long immediate) implements Expression {
        @Override
        public int effects() {
            return Expression.super.effects() | Opcodes.effects(opcode, operands);
        }

        /** Whether the instruction itself may trap, given its operands. */
        public boolean mayTrap() {
            return Effects.has(Opcodes.effects(opcode, operands), Effects.TRAPS);
        }
    }

    record Select(Expression condition, Expression ifTrue, Expression ifFalse) implements Expression {
        @Override
        public ValueType type() {
            return ifTrue.type();
        }

        @Override
        public List<Expression> operands() {
            return List.of(condition, ifTrue, ifFalse);
        }
    }

    record ReadGlobal(int index, ValueType type, boolean isMutable) implements Expression {
        @Override
        public int effects() {
            return isMutable ? Effects.READS_GLOBALS : Effects.NONE;
        }
    }

    /** Reads the cell that a directive has put in place of a constant. */
    record ReadConstantCell(String name) implements Expression {
        @Override
        public ValueType type() {
            return ValueType.I32;
        }

        @Override
        public int effects() {
            return Effects.READS_GLOBALS;
        }
    }

    /** Reads the base of the program's stack at an address, as far away as the program's part and the C stack's are together. */
    record ReadStackBase(int address) implements Expression {
        @Override
        public ValueType type() {
            return ValueType.I32;
        }

        @Override
        public int effects() {
            return Effects.READS_MEMORY;
        }
    }

    record FunctionReference(int index) implements Expression {
        @Override
        public ValueType type() {
            return ValueType.FUNCREF;
        }
    }

    record NullReference() implements Expression {
        @Override
        public ValueType type() {
            return ValueType.FUNCREF;
        }
    }

    /** A call; what has several results or none occurs in statements of its own only. */
    sealed interface Call extends Expression {
        Signature signature();

        List<Expression> arguments();

        @Override
        default ValueType type() {
            return signature().results().get(0);
        }

        @Override
        default int effects() {
            return Effects.ANYTHING;
        }
    }

    record CallFunction(int index, Signature signature, List<Expression> arguments) implements Call {
        @Override
        public List<Expression> operands() {
            return arguments;
        }
    }

    record CallIndirect(Expression element, Signature signature, List<Expression> arguments) implements Call {
        @Override
        public List<Expression> operands() {
            return Stream.concat(arguments.stream(), Stream.of(element)).toList();
        }
    }
}
