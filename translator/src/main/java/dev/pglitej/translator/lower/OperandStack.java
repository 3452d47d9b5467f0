package dev.pglitej.translator.lower;

import dev.pglitej.translator.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The stack machine's stack at translation time: expressions that wait to become operands. No two of them conflict, so
 * each may be evaluated whenever its turn comes; before something happens that one of them depends on, that one is
 * spilled, that is, evaluated into a temporary.
 */
final class OperandStack {
    /** Larger expressions are spilled, for readers' sake and to keep the work of translating linear. */
    private static final int MAXIMUM_WEIGHT = 32;

    private final List<Expression> waiting = new ArrayList<>();
    private final Block block;
    private int temporaries;

    OperandStack(Block block) {
        this.block = block;
    }

    /** Where statements go; changes as control structures are entered and left. */
    interface Block {
        void add(Statement statement);
    }

    int size() {
        return waiting.size();
    }

    void push(Expression expression) {
        settle(expression.effects());
        if (expression.weight() > MAXIMUM_WEIGHT) {
            waiting.add(spilled(expression));
        } else {
            waiting.add(expression);
        }
    }

    Expression pop() {
        return waiting.remove(waiting.size() - 1);
    }

    /** The topmost, in the order in which they were pushed. */
    List<Expression> pop(int count) {
        List<Expression> top = waiting.subList(waiting.size() - count, waiting.size());
        List<Expression> popped = List.copyOf(top);
        top.clear();
        return popped;
    }

    List<Expression> peek(int count) {
        return List.copyOf(waiting.subList(waiting.size() - count, waiting.size()));
    }

    void truncate(int size) {
        waiting.subList(size, waiting.size()).clear();
    }

    Variable newTemporary(ValueType type) {
        return new Variable(Variable.Kind.TEMPORARY, ++temporaries, type);
    }

    /** Makes way for something that has these effects. */
    void settle(int effects) {
        if (effects != Effects.NONE) spill(0, expression -> Effects.conflict(effects, expression.effects()));
    }

    /** Makes way for an assignment. */
    void settleReadsOf(Variable variable) {
        spill(0, expression -> expression.reads(variable));
    }

    /** Spills of the topmost those that the predicate chooses. */
    void spillTop(int count, Predicate<Expression> which) {
        spill(waiting.size() - count, which);
    }

    private void spill(int from, Predicate<Expression> which) {
        for (int i = from; i < waiting.size(); i++) {
            if (which.test(waiting.get(i))) waiting.set(i, spilled(waiting.get(i)));
        }
    }

    private Expression spilled(Expression expression) {
        Variable temporary = newTemporary(expression.type());
        block.add(new Statement.Define(temporary, expression));
        return new Expression.Read(temporary);
    }
}
