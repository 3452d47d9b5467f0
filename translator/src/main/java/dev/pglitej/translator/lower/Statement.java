package dev.pglitej.translator.lower;

import java.util.List;
import run.endive.wasm.types.OpCode;

/** A step of a lowered function. Branches go out of the statements they stand in, or to the start of a loop. */
public sealed interface Statement {
    /** A block's variable, which gets its value later. */
    record Declare(Variable variable) implements Statement {}

    /** A temporary and its only value. */
    record Define(Variable variable, Expression value) implements Statement {}

    /** The temporaries for all results of a call. */
    record DefineResults(List<Variable> variables, Expression.Call call) implements Statement {}

    record Assign(Variable variable, Expression value) implements Statement {}

    record Evaluate(Expression expression) implements Statement {}

    /** An instruction without a result; its immediates are those of the instruction. */
    record Perform(OpCode opcode, List<Expression> operands, List<Long> immediates) implements Statement {}

    record SetGlobal(int index, Expression value) implements Statement {}

    record Mark(Label label) implements Statement {}

    record Goto(Label label) implements Statement {}

    record If(Expression condition, List<Statement> then, List<Statement> otherwise) implements Statement {}

    /** Jumps; the statements of each case end in a jump. */
    record Switch(Expression selector, List<Case> cases, List<Statement> otherwise) implements Statement {}

    record Case(List<Integer> values, List<Statement> statements) {}

    record Return(List<Expression> values) implements Statement {}

    record Unreachable() implements Statement {}
}
