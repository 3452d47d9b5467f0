package dev.pglitej.translator.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A block, loop, if or the function itself, while its instructions are being lowered. */
final class Frame {
    /** The kinds of structured control. */
    enum Kind {
        FUNCTION,
        BLOCK,
        LOOP,
        IF,
        ELSE
    }

    Kind kind;
    final Label label;
    /** What a branch to the label assigns to. */
    final List<Variable> branchVariables;
    /** What the values at the end are assigned to. */
    final List<Variable> results;
    /** Of the operand stack, without the parameters. */
    final int height;
    /** Stable expressions for the parameters. */
    final List<Expression> parameters;
    /** Where its statements go; a block or loop shares those of what it stands in. */
    List<Statement> statements;
    /** Of the loop's label in the statements. */
    final int start;

    boolean isReachable = true;
    boolean isTargeted;
    /** Whether the end of the first branch of an if-else is reached. */
    boolean isThenReachable;

    Optional<Expression> condition = Optional.empty();
    List<Statement> then = List.of();

    Frame(
            Kind kind,
            Label label,
            List<Variable> branchVariables,
            List<Variable> results,
            int height,
            List<Expression> parameters,
            List<Statement> statements) {
        this.kind = kind;
        this.label = label;
        this.branchVariables = branchVariables;
        this.results = results;
        this.height = height;
        this.parameters = parameters;
        this.statements = statements;
        this.start = statements.size();
    }

    /** The frame of an if, whose statements are its own. */
    Frame withCondition(Expression expression) {
        condition = Optional.of(expression);
        statements = new ArrayList<>();
        return this;
    }
}
