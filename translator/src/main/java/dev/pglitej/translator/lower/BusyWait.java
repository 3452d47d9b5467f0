package dev.pglitej.translator.lower;

import dev.pglitej.translator.wasm.Signature;
import dev.pglitej.translator.wasm.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import run.endive.wasm.types.OpCode;

/**
 * A loop that does nothing but read a byte until another process has cleared it. The translation calls a function each time that the byte
 * is set, so that the host can wait meanwhile.
 *
 * @param offset of the byte in a struct, whose address the loop does not change
 * @param waiter the function, which gets the byte's address
 */
public record BusyWait(int offset, int waiter) {
    /** The type of the function. */
    public static final Signature WAITER = new Signature(List.of(ValueType.I32), List.of());

    /** The statements of such a loop with the call in it; empty for any other loop. */
    Optional<List<Statement>> calling(List<Statement> loop) {
        if (loop.isEmpty() || !(loop.get(loop.size() - 1) instanceof Statement.If again)) return Optional.empty();
        Set<Variable> changed = new HashSet<>();
        for (Statement statement : loop.subList(0, loop.size() - 1)) {
            if (!(statement instanceof Statement.Assign assign)
                    || assign.value().effects() != Effects.NONE) {
                return Optional.empty();
            }
            changed.add(assign.variable());
        }
        return struct(again)
                .filter(address -> !changed.contains(address.variable()))
                .map(address -> {
                    List<Statement> calling = new ArrayList<>(loop.subList(0, loop.size() - 1));
                    calling.add(new Statement.If(
                            again.condition(),
                            List.of(call(address), again.then().get(0)),
                            List.of()));
                    return calling;
                });
    }

    /** The variable with the struct's address, if this reads the byte and only jumps. */
    private Optional<Expression.Read> struct(Statement.If again) {
        boolean isJump = again.otherwise().isEmpty()
                && again.then().size() == 1
                && again.then().get(0) instanceof Statement.Goto;
        return isJump
                        && again.condition() instanceof Expression.Operation load
                        && load.opcode() == OpCode.I32_LOAD8_U
                        && load.immediate() == offset
                        && load.operands().get(0) instanceof Expression.Read read
                ? Optional.of(read)
                : Optional.empty();
    }

    private Statement call(Expression.Read struct) {
        Expression address = new Expression.Operation(
                OpCode.I32_ADD, ValueType.I32, List.of(struct, new Expression.Constant(ValueType.I32, offset)), 0);
        return new Statement.Evaluate(new Expression.CallFunction(waiter, WAITER, List.of(address)));
    }
}
