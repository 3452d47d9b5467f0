package dev.pglitej.translator.wat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import run.endive.wasm.types.OpCode;

/** Encodes instructions, flat ones and folded ones. */
final class Code {
    private final Names names;
    private final Map<String, Integer> locals;
    private final Bytes out = new Bytes();
    private final Deque<String> labels = new ArrayDeque<>();
    private List<Node> nodes = List.of();
    private int position;

    Code(Names names, Map<String, Integer> locals) {
        this.names = names;
        this.locals = locals;
    }

    /** Encodes these and the end behind them. */
    Bytes encode(List<Node> instructions) {
        encodeAll(instructions);
        return out.raw(OpCode.END.opcode());
    }

    private void encodeAll(List<Node> instructions) {
        List<Node> outerNodes = nodes;
        int outerPosition = position;
        nodes = instructions;
        position = 0;
        while (position < nodes.size()) {
            Node node = nodes.get(position++);
            if (node instanceof Node.Nodes folded) {
                folded(folded);
            } else {
                flat(((Node.Word) node).text());
            }
        }
        nodes = outerNodes;
        position = outerPosition;
    }

    /** Operands first, then the instruction; of structured ones only the flat form is known. */
    private void folded(Node.Nodes folded) {
        int operands = folded.nodes().size();
        while (folded.nodes().get(operands - 1) instanceof Node.Nodes operand && !isImmediate(operand)) operands--;
        encodeAll(folded.nodes().subList(operands, folded.nodes().size()));
        encodeAll(folded.nodes().subList(0, operands));
    }

    private static boolean isImmediate(Node.Nodes nodes) {
        return nodes.is("type") || nodes.is("result") || nodes.is("param");
    }

    private void flat(String name) {
        OpCode opcode = opcode(name);
        if (opcode.opcode() > 0xff) {
            out.raw(opcode.opcode() >> 8).unsigned(opcode.opcode() & 0xff);
        } else {
            out.raw(opcode.opcode());
        }
        switch (opcode) {
            case BLOCK, LOOP, IF -> {
                labels.push(
                        hasMore() && next() instanceof Node.Word w && w.text().startsWith("$") ? word() : "");
                out.signed(names.blockType(types()));
            }
            case END -> labels.pop();
            case BR, BR_IF -> out.unsigned(label(word()));
            case BR_TABLE -> branchTable();
            case LOCAL_GET, LOCAL_SET, LOCAL_TEE -> out.unsigned(names.index(locals, word()));
            case GLOBAL_GET, GLOBAL_SET -> out.unsigned(names.global(word()));
            case CALL, RETURN_CALL, REF_FUNC -> out.unsigned(names.function(word()));
            case CALL_INDIRECT -> out.unsigned(names.type(types())).raw(0);
            case I32_CONST -> out.signed(low(integer(word())));
            case I64_CONST -> out.signed(integer(word()));
            case F32_CONST -> out.littleEndian(Float.floatToRawIntBits(floating(word())), 4);
            case F64_CONST -> out.littleEndian(bits(word()), 8);
            case SELECT_T ->
                out.raw(
                        1,
                        names.valueType(((Node.Word) ((Node.Nodes) nodes.get(position++))
                                        .nodes()
                                        .get(1))
                                .text()));
            case REF_NULL -> out.raw(word().equals("func") ? 0x70 : 0x6f);
            default -> others(opcode);
        }
    }

    private OpCode opcode(String name) {
        if (name.equals("select") && hasMore() && next() instanceof Node.Nodes) return OpCode.SELECT_T;
        return InstructionNames.opcode(name);
    }

    private void others(OpCode opcode) {
        switch (opcode) {
            case MEMORY_SIZE, MEMORY_GROW, MEMORY_FILL, TABLE_GET, TABLE_SET, TABLE_SIZE, TABLE_GROW, TABLE_FILL ->
                out.raw(0);
            case MEMORY_COPY, TABLE_COPY -> out.raw(0, 0);
            case MEMORY_INIT, TABLE_INIT -> out.unsigned(integer(word())).raw(0);
            case DATA_DROP, ELEM_DROP -> out.unsigned(integer(word()));
            default -> {
                if (opcode.name().matches("[IF](32|64)_(LOAD|STORE).*|V128_LOAD|V128_STORE|I32_ATOMIC_LOAD")) {
                    memoryArgument(opcode);
                }
            }
        }
    }

    private void memoryArgument(OpCode opcode) {
        long offset = hasMore() && next() instanceof Node.Word w && w.text().startsWith("offset=")
                ? integer(word().substring("offset=".length()))
                : 0;
        out.unsigned(opcode == OpCode.I32_ATOMIC_LOAD ? 2 : 0).unsigned(offset);
    }

    private void branchTable() {
        List<Integer> depths = new ArrayList<>();
        while (hasMore() && next() instanceof Node.Word w && w.text().matches("\\$.*|[0-9]+")) {
            depths.add(label(word()));
        }
        out.unsigned(depths.size() - 1L);
        depths.forEach(out::unsigned);
    }

    /** The (type), (param) and (result) lists that follow. */
    private List<Node> types() {
        int start = position;
        while (hasMore() && next() instanceof Node.Nodes list && isImmediate(list)) position++;
        return nodes.subList(start, position);
    }

    private int label(String name) {
        if (!name.startsWith("$")) return Integer.parseInt(name);
        int depth = List.copyOf(labels).indexOf(name);
        if (depth < 0) throw new IllegalArgumentException("no label " + name);
        return depth;
    }

    private boolean hasMore() {
        return position < nodes.size();
    }

    private Node next() {
        return nodes.get(position);
    }

    private String word() {
        return ((Node.Word) nodes.get(position++)).text();
    }

    /** As a signed number of 32 bits. */
    private static long low(long value) {
        return (int) value;
    }

    static long integer(String text) {
        boolean isNegative = text.startsWith("-");
        String digits = isNegative ? text.substring(1) : text;
        long magnitude = digits.startsWith("0x")
                ? Long.parseUnsignedLong(digits.substring(2), 16)
                : Long.parseUnsignedLong(digits);
        return isNegative ? -magnitude : magnitude;
    }

    /** Besides numbers, inf and nan:0x… as bits of the double, or of the float. */
    private static float floating(String text) {
        if (text.startsWith("nan:0x")) return Float.intBitsToFloat((int) Long.parseLong(text.substring(6), 16));
        return text.endsWith("inf") ? (float) infinity(text) : Float.parseFloat(text);
    }

    private static long bits(String text) {
        if (text.startsWith("nan:0x")) return Long.parseUnsignedLong(text.substring(6), 16);
        return Double.doubleToRawLongBits(text.endsWith("inf") ? infinity(text) : Double.parseDouble(text));
    }

    private static double infinity(String text) {
        return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
}
