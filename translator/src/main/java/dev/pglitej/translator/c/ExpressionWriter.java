package dev.pglitej.translator.c;

import dev.pglitej.translator.lower.Expression;
import dev.pglitej.translator.lower.Expression.Constant;
import dev.pglitej.translator.wasm.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes expressions. Instructions that C has no operator for are calls of functions of the same name. */
final class ExpressionWriter {
    /** Stands for the operand of what has none. */
    private static final Expression NO_OPERAND = new Constant(ValueType.I32, 0);

    private final CModule module;

    ExpressionWriter(CModule module) {
        this.module = module;
    }

    /** As a whole, for instance as an argument. */
    String text(Expression expression) {
        return write(expression).text();
    }

    /** As a condition. */
    String condition(Expression expression) {
        CText written = write(expression);
        if (written.isTruth() || written.precedence() >= CText.UNARY) return written.text();
        return written.within(CText.UNARY) + " != 0";
    }

    private CText write(Expression expression) {
        if (expression instanceof Constant constant) {
            return Literals.of(constant);
        } else if (expression instanceof Expression.Read read) {
            return CText.primary(read.variable().name());
        } else if (expression instanceof Expression.Operation operation) {
            return operation(operation);
        } else if (expression instanceof Expression.CallFunction call) {
            return CText.primary(module.functionName(call.index()) + guestAnd(call.arguments()));
        } else if (expression instanceof Expression.CallIndirect call) {
            return indirect(call);
        } else if (expression instanceof Expression.Select select) {
            return select(select);
        } else if (expression instanceof Expression.ReadGlobal global) {
            return CText.primary(getter(global.type()) + "(" + module.layout().globalCell(global.index()) + ")");
        } else if (expression instanceof Expression.ReadConstantCell cell) {
            return CText.primary(getter(ValueType.I32) + "(" + module.layout().constantCell(cell.name()) + ")");
        } else if (expression instanceof Expression.ReadStackBase base) {
            return CText.primary("stack_base(g, %s)".formatted(text(new Constant(ValueType.I32, base.address()))));
        } else if (expression instanceof Expression.FunctionReference function) {
            return CText.primary("(struct rt_entry)" + module.entry(function.index()));
        }
        return CText.primary("(struct rt_entry){0, 0, 0}");
    }

    static String getter(ValueType type) {
        return type.name().toLowerCase(Locale.ROOT) + "_get";
    }

    private CText indirect(Expression.CallIndirect call) {
        return CText.primary("((%s)indirect(g, %s, %s))%s"
                .formatted(
                        CType.pointer(call.signature()),
                        text(call.element()),
                        CType.id(call.signature()),
                        guestAnd(call.arguments())));
    }

    private CText select(Expression.Select select) {
        String text = "%s ? %s : %s"
                .formatted(
                        parenthesised(condition(select.condition())),
                        unsigned(select.ifTrue()).within(CText.INFIX),
                        unsigned(select.ifFalse()).within(CText.INFIX));
        return new CText(text, CText.TERNARY, false);
    }

    private static String parenthesised(String condition) {
        return condition.indexOf(' ') < 0 ? condition : "(" + condition + ")";
    }

    private String guestAnd(List<Expression> arguments) {
        return arguments.stream().map(argument -> ", " + text(argument)).collect(Collectors.joining("", "(g", ")"));
    }

    private CText operation(Expression.Operation operation) {
        List<Expression> operands = operation.operands();
        String name = operation.opcode().name();
        String type = name.substring(0, 3);
        return switch (name.substring(name.indexOf('_') + 1)) {
            case "ADD" -> sum(operation, "+", "-");
            case "SUB" -> sum(operation, "-", "+");
            case "MUL" -> product(operation, "*");
            case "DIV" -> product(operation, "/");
            case "AND" -> bitwise(operation, "&");
            case "OR" -> bitwise(operation, "|");
            case "XOR" -> bitwise(operation, "^");
            case "EQZ" -> equalsZero(operands.get(0));
            case "EQ" -> comparison(operation, "==");
            case "NE" -> comparison(operation, "!=");
            case "LT", "LT_U" -> comparison(operation, "<");
            case "GT", "GT_U" -> comparison(operation, ">");
            case "LE", "LE_U" -> comparison(operation, "<=");
            case "GE", "GE_U" -> comparison(operation, ">=");
            case "LT_S" -> signedComparison(operation, "<");
            case "GT_S" -> signedComparison(operation, ">");
            case "LE_S" -> signedComparison(operation, "<=");
            case "GE_S" -> signedComparison(operation, ">=");
            case "SHL" -> shift(operation, "<<", unsigned(operands.get(0)).within(CText.UNARY));
            case "SHR_U" -> shift(operation, ">>", unsigned(operands.get(0)).within(CText.UNARY));
            case "SHR_S" -> cast(type, shift(operation, ">>", signed(operands.get(0))));
            case "DIV_U" -> division(operation, "/");
            case "REM_U" -> division(operation, "%");
            case "DIV_S" -> signedDivision(operation, "/");
            case "REM_S" -> signedDivision(operation, "%");
            default -> conversion(operation);
        };
    }

    private CText conversion(Expression.Operation operation) {
        String name = operation.opcode().name();
        Expression operand = operation.operands().isEmpty()
                ? NO_OPERAND
                : operation.operands().get(0);
        return switch (name) {
            case "F32_NEG", "F64_NEG" -> CText.unary("-" + write(operand).within(CText.PRIMARY));
            case "I32_WRAP_I64" -> cast("u32", write(operand));
            case "I64_EXTEND_I32_U" -> cast("u64", write(operand));
            case "I64_EXTEND_I32_S", "I64_EXTEND_32_S" -> cast("u64", cast("s32", write(operand)));
            case "I32_EXTEND_8_S" -> cast("u32", cast("s8", write(operand)));
            case "I32_EXTEND_16_S" -> cast("u32", cast("s16", write(operand)));
            case "I64_EXTEND_8_S" -> cast("u64", cast("s8", write(operand)));
            case "I64_EXTEND_16_S" -> cast("u64", cast("s16", write(operand)));
            case "F32_CONVERT_I32_S", "F64_CONVERT_I32_S" -> cast(name, cast("s32", write(operand)));
            case "F32_CONVERT_I64_S", "F64_CONVERT_I64_S" -> cast(name, cast("s64", write(operand)));
            case "F32_CONVERT_I32_U", "F64_CONVERT_I32_U", "F32_CONVERT_I64_U", "F64_CONVERT_I64_U" ->
                cast(name, write(operand));
            case "F32_DEMOTE_F64", "F64_PROMOTE_F32" -> cast(name, write(operand));
            default -> call(operation);
        };
    }

    /** A call of the function that does what the instruction does. */
    private CText call(Expression.Operation operation) {
        String name = operation.opcode().name().toLowerCase(Locale.ROOT);
        List<Expression> operands = operation.operands();
        if (name.contains("_load")) {
            return CText.primary("%s(g, %s, %d)"
                    .formatted(name, text(operands.get(0)), Integer.toUnsignedLong((int) operation.immediate())));
        }
        return CText.primary(name + (needsGuest(name) ? guestAnd(operands) : arguments(operands)));
    }

    private String arguments(List<Expression> operands) {
        return operands.stream().map(this::text).collect(Collectors.joining(", ", "(", ")"));
    }

    private static boolean needsGuest(String name) {
        return name.startsWith("memory_")
                || name.startsWith("table_")
                || name.contains("_div_")
                || name.contains("_rem_")
                || name.contains("_trunc_f");
    }

    private static CText cast(String type, CText operand) {
        return CText.unary("("
                + type.substring(0, Math.min(3, type.length()))
                        .toLowerCase(Locale.ROOT)
                        .replace('i', 'u') + ")" + operand.within(CText.UNARY));
    }

    private CText sum(Expression.Operation operation, String operator, String opposite) {
        Expression right = operation.operands().get(1);
        String used = operator;
        if (right instanceof Constant constant && isSmallNegative(constant)) {
            right = new Constant(constant.type(), -constant.bits());
            used = opposite;
        }
        return new CText(
                unsigned(operation.operands().get(0)).within(CText.ADDITIVE) + " " + used + " "
                        + unsigned(right).within(CText.MULTIPLICATIVE),
                CText.ADDITIVE,
                false);
    }

    private static boolean isSmallNegative(Constant constant) {
        return switch (constant.type()) {
            case I32 -> (int) constant.bits() < 0 && (int) constant.bits() != Integer.MIN_VALUE;
            case I64 -> constant.bits() < 0 && constant.bits() != Long.MIN_VALUE;
            default -> false;
        };
    }

    private CText product(Expression.Operation operation, String operator) {
        return new CText(
                unsigned(operation.operands().get(0)).within(CText.MULTIPLICATIVE) + " " + operator + " "
                        + unsigned(operation.operands().get(1)).within(CText.UNARY),
                CText.MULTIPLICATIVE,
                false);
    }

    private CText bitwise(Expression.Operation operation, String operator) {
        CText left = bits(operation.operands().get(0));
        CText right = bits(operation.operands().get(1));
        return new CText(
                left.within(CText.UNARY) + " " + operator + " " + right.within(CText.UNARY),
                CText.INFIX,
                left.isTruth() && right.isTruth());
    }

    private CText bits(Expression operand) {
        return operand instanceof Constant constant ? Literals.hexadecimal(constant) : write(operand);
    }

    private CText equalsZero(Expression operand) {
        CText written = write(operand);
        return written.isTruth()
                ? CText.truth("!" + written.within(CText.PRIMARY))
                : CText.truth(written.within(CText.UNARY) + " == 0");
    }

    private CText comparison(Expression.Operation operation, String operator) {
        return CText.truth(unsigned(operation.operands().get(0)).within(CText.UNARY) + " " + operator + " "
                + unsigned(operation.operands().get(1)).within(CText.UNARY));
    }

    private CText signedComparison(Expression.Operation operation, String operator) {
        return CText.truth(signed(operation.operands().get(0)) + " " + operator + " "
                + signed(operation.operands().get(1)));
    }

    private CText shift(Expression.Operation operation, String operator, String shifted) {
        int mask = operation.type() == ValueType.I32 ? 31 : 63;
        Expression count = operation.operands().get(1);
        String written = count instanceof Constant constant
                ? Long.toString(constant.bits() & mask)
                : "(" + write(count).within(CText.UNARY) + " & " + mask + ")";
        return new CText(shifted + " " + operator + " " + written, CText.INFIX, false);
    }

    private CText division(Expression.Operation operation, String operator) {
        return operation.mayTrap() ? call(operation) : product(operation, operator);
    }

    private CText signedDivision(Expression.Operation operation, String operator) {
        if (operation.mayTrap()) return call(operation);
        String quotient = signed(operation.operands().get(0)) + " " + operator + " "
                + signed(operation.operands().get(1));
        return cast(operation.type().name(), new CText(quotient, CText.MULTIPLICATIVE, false));
    }

    /** As an operand whose C type has to be that of the wasm type. */
    private CText unsigned(Expression operand) {
        CText written = write(operand);
        return written.isTruth() ? cast("u32", written) : written;
    }

    private String signed(Expression operand) {
        if (operand instanceof Constant constant) {
            return Literals.signed(constant).text();
        }
        return cast(operand.type() == ValueType.I32 ? "s32" : "s64", write(operand))
                .text();
    }
}
