package dev.pglitej.translator.c;

import dev.pglitej.translator.lower.Expression;
import dev.pglitej.translator.lower.Statement;
import dev.pglitej.translator.lower.Variable;
import dev.pglitej.translator.wasm.Segment;
import dev.pglitej.translator.wasm.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes statements. */
// RATIONALE: "Why are dead loads not kept?"
final class StatementWriter {
    private static final int CASES_A_LINE = 8;

    private final CModule module;
    private final ExpressionWriter expressions;
    private final Lines out;

    StatementWriter(CModule module, Lines out) {
        this.module = module;
        this.expressions = new ExpressionWriter(module);
        this.out = out;
    }

    void writeAll(List<Statement> statements) {
        statements.forEach(this::write);
    }

    private void write(Statement statement) {
        if (statement instanceof Statement.If branch) {
            writeIf(branch);
        } else if (statement instanceof Statement.Switch table) {
            writeSwitch(table);
        } else if (statement instanceof Statement.DefineResults results) {
            writeResults(results);
        } else {
            out.add(line(statement));
        }
    }

    /** A statement that fits on one line. */
    private String line(Statement statement) {
        if (statement instanceof Statement.Assign assign) {
            return assign.variable().name() + " = " + expressions.text(assign.value()) + ";";
        } else if (statement instanceof Statement.Define define) {
            return declaration(define.variable()) + " = " + expressions.text(define.value()) + ";";
        } else if (statement instanceof Statement.Perform perform) {
            return perform(perform);
        } else if (statement instanceof Statement.Evaluate evaluate) {
            return evaluate(evaluate.expression());
        } else if (statement instanceof Statement.SetGlobal set) {
            ValueType type = set.value().type();
            return "%s_set(%s, %s);"
                    .formatted(
                            type.name().toLowerCase(Locale.ROOT),
                            module.layout().globalCell(set.index()),
                            expressions.text(set.value()));
        } else if (statement instanceof Statement.Goto jump) {
            return "goto " + jump.label().name() + ";";
        } else if (statement instanceof Statement.Mark mark) {
            return mark.label().name() + ":;";
        } else if (statement instanceof Statement.Declare declare) {
            return declaration(declare.variable()) + ";";
        } else if (statement instanceof Statement.Return leave) {
            return returning(leave.values());
        } else if (statement instanceof Statement.Unreachable) {
            return "trap_unreachable(g);";
        }
        throw new IllegalStateException("not a statement of one line: " + statement);
    }

    private static String declaration(Variable variable) {
        return CType.of(variable.type()) + " " + variable.name();
    }

    private String evaluate(Expression expression) {
        String text = expressions.text(expression);
        return (expression instanceof Expression.Call ? text : "(void)(" + text + ")") + ";";
    }

    private String returning(List<Expression> values) {
        String texts = values.stream().map(expressions::text).collect(Collectors.joining(", "));
        return switch (values.size()) {
            case 0 -> "return;";
            case 1 -> "return " + texts + ";";
            default -> {
                List<ValueType> types = values.stream().map(Expression::type).toList();
                yield "return (struct " + CType.resultsTag(types) + "){" + texts + "};";
            }
        };
    }

    private String perform(Statement.Perform perform) {
        List<Long> immediates = perform.immediates();
        String name = perform.opcode().name().toLowerCase(Locale.ROOT);
        String operands =
                perform.operands().stream().map(o -> ", " + expressions.text(o)).collect(Collectors.joining());
        return switch (perform.opcode()) {
            case MEMORY_COPY, MEMORY_FILL, TABLE_COPY, TABLE_FILL, TABLE_SET -> name + "(g" + operands + ");";
            case MEMORY_INIT -> memoryInit(operands, immediates.get(0).intValue());
            case TABLE_INIT -> tableInit(operands, immediates.get(0).intValue());
            case DATA_DROP -> module.layout().dropData(immediates.get(0).intValue());
            case ELEM_DROP -> module.layout().dropElements(immediates.get(0).intValue());
            default -> store(perform, name);
        };
    }

    private String store(Statement.Perform perform, String name) {
        return "%s(g, %s, %d, %s);"
                .formatted(
                        name,
                        expressions.text(perform.operands().get(0)),
                        Integer.toUnsignedLong(perform.immediates().get(0).intValue()),
                        expressions.text(perform.operands().get(1)));
    }

    private String memoryInit(String operands, int segment) {
        List<Segment.OfData> data = module.file().data();
        long offset = data.subList(0, segment).stream()
                .mapToLong(s -> s.bytes().length)
                .sum();
        int length = data.get(segment).bytes().length;
        return "memory_init(g%s, %s + %d, %s);"
                .formatted(
                        operands, module.dataSymbol(), offset, module.layout().dataLength(segment, length));
    }

    private String tableInit(String operands, int segment) {
        int length = module.file().elements().get(segment).elements().size();
        return "table_init(g%s, %s, %s);"
                .formatted(
                        operands, module.elementsName(segment), module.layout().elementLength(segment, length));
    }

    private void writeResults(Statement.DefineResults results) {
        List<ValueType> types = results.call().signature().results();
        String holder = "r" + results.variables().get(0).number();
        out.add("%s %s = %s;".formatted(CType.ofResults(types), holder, expressions.text(results.call())));
        for (int i = 0; i < types.size(); i++) {
            out.add("%s = %s.r%d;".formatted(declaration(results.variables().get(i)), holder, i));
        }
    }

    private void writeIf(Statement.If branch) {
        String head = "if (" + expressions.condition(branch.condition()) + ")";
        if (branch.otherwise().isEmpty()
                && branch.then().size() == 1
                && isJump(branch.then().get(0))) {
            out.add(head + " " + line(branch.then().get(0)));
            return;
        }
        out.add(head + " {");
        writeIndented(branch.then());
        if (!branch.otherwise().isEmpty()) {
            out.add("} else {");
            writeIndented(branch.otherwise());
        }
        out.add("}");
    }

    private static boolean isJump(Statement statement) {
        return statement instanceof Statement.Goto || statement instanceof Statement.Return;
    }

    private void writeIndented(List<Statement> statements) {
        out.indent();
        writeAll(statements);
        out.outdent();
    }

    private void writeSwitch(Statement.Switch table) {
        out.add("switch (" + expressions.text(table.selector()) + ") {");
        out.indent();
        for (Statement.Case one : table.cases()) {
            for (int i = 0; i < one.values().size(); i += CASES_A_LINE) {
                out.add(one
                        .values()
                        .subList(i, Math.min(i + CASES_A_LINE, one.values().size()))
                        .stream()
                        .map(value -> "case " + value + ":")
                        .collect(Collectors.joining(" ")));
            }
            writeArm(one.statements());
        }
        out.add("default:");
        writeArm(table.otherwise());
        out.outdent();
        out.add("}");
    }

    /** In braces where there is more than the jump, since temporaries are defined there. */
    private void writeArm(List<Statement> statements) {
        if (statements.size() > 1) {
            out.add("{");
        }
        writeIndented(statements);
        if (statements.size() > 1) {
            out.add("}");
        }
    }
}
