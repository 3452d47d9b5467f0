package dev.pglitej.translator;

import dev.pglitej.translator.wat.InstructionNames;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import run.endive.wasm.types.OpCode;

/**
 * Writes modules of random functions f0, f1 … (i32, i64, f32, f64) → random type, and one that hashes memory and globals.
 * NaNs are made canonical where their bits could be seen, since those are anyone's choice. All loops end.
 */
final class RandomProgram {
    private static final List<String> TYPES = List.of("i32", "i64", "f32", "f64");
    private static final List<OpCode> OPCODES = Arrays.stream(OpCode.values())
            .filter(opcode -> opcode.opcode() >= OpCode.I32_EQZ.opcode())
            .filter(opcode -> opcode.opcode() <= OpCode.I64_EXTEND_32_S.opcode())
            // The interpreter rounds this one wrongly: see NumericTest.
            .filter(opcode -> opcode != OpCode.F32_CONVERT_I64_U)
            .toList();
    /** Local variables of each type, parameters included. */
    private static final int LOCALS_OF_TYPE = 3;

    private static final int MAXIMUM_DEPTH = 6;

    private static final String HEAD = """
            (module
              (memory 1)
              (table 4 funcref)
              (elem (i32.const 0) func $change_i32 $change_i64 $change_f32 $change_f64)
              (data (i32.const 0) "some bytes to begin with \\00\\01\\80\\ff\\7f\\f0 and some more of them")
              (global $i32 (mut i32) (i32.const 17))
              (global $i64 (mut i64) (i64.const -17))
              (global $f32 (mut f32) (f32.const 1.5))
              (global $f64 (mut f64) (f64.const -2.5))
              (func $address (param i32) (result i32) (i32.and (local.get 0) (i32.const 255)))
              (func $canonical_f32 (param f32) (result f32)
                (select (local.get 0) (f32.const 7) (f32.eq (local.get 0) (local.get 0))))
              (func $canonical_f64 (param f64) (result f64)
                (select (local.get 0) (f64.const 7) (f64.eq (local.get 0) (local.get 0))))
              (func $change_i32 (param i32) (result i32)
                (global.set $i32 (i32.add (global.get $i32) (local.get 0)))
                (i32.store8 (call $address (global.get $i32)) (local.get 0))
                (i32.xor (global.get $i32) (i32.const 85)))
              (func $change_i64 (param i64) (result i64)
                (global.set $i64 (i64.xor (i64.rotl (global.get $i64) (i64.const 7)) (local.get 0)))
                (i64.store (call $address (i32.wrap_i64 (local.get 0))) (global.get $i64))
                global.get $i64)
              (func $change_f32 (param f32) (result f32)
                (global.set $f32 (call $canonical_f32 (f32.add (global.get $f32) (local.get 0))))
                global.get $f32)
              (func $change_f64 (param f64) (result f64)
                (global.set $f64 (call $canonical_f64 (f64.mul (global.get $f64) (local.get 0))))
                global.get $f64)
              (func (export "state") (result i64) (local $hash i64) (local $at i32)
                (local.set $hash (i64.extend_i32_u (global.get $i32)))
                (local.set $hash (i64.xor (i64.mul (local.get $hash) (i64.const 31)) (global.get $i64)))
                (local.set $hash (i64.xor (i64.mul (local.get $hash) (i64.const 31))
                  (i64.extend_i32_u (i32.reinterpret_f32 (global.get $f32)))))
                (local.set $hash (i64.xor (i64.mul (local.get $hash) (i64.const 31))
                  (i64.reinterpret_f64 (global.get $f64))))
                loop $again
                  (local.set $hash (i64.xor (i64.mul (local.get $hash) (i64.const 31)) (i64.load (local.get $at))))
                  (local.set $at (i32.add (local.get $at) (i32.const 8)))
                  (br_if $again (i32.lt_u (local.get $at) (i32.const 320)))
                end
                local.get $hash)
            """;

    private final Random random;
    private final StringBuilder out = new StringBuilder();
    private int labels;
    private int counters;

    private RandomProgram(long seed) {
        random = new Random(seed);
    }

    static String write(long seed, int functions) {
        StringBuilder module = new StringBuilder(HEAD);
        RandomProgram program = new RandomProgram(seed);
        for (int i = 0; i < functions; i++) module.append(program.function("f" + i));
        return module.append(")").toString();
    }

    private String function(String name) {
        out.setLength(0);
        counters = 0;
        String result = type();
        for (int i = random.nextInt(4); i >= 0; i--) statement(0);
        value(result, 0);
        StringBuilder head = new StringBuilder("(func (export \"" + name + "\")");
        TYPES.forEach(type -> head.append(" (param $" + type + "0 " + type + ")"));
        head.append(" (result " + result + ")");
        for (int i = 1; i < LOCALS_OF_TYPE; i++) {
            for (String type : TYPES) head.append(" (local $" + type + i + " " + type + ")");
        }
        for (int i = 0; i < counters; i++) head.append(" (local $counter" + i + " i32)");
        return head + "\n" + out + ")\n";
    }

    private String type() {
        return TYPES.get(random.nextInt(TYPES.size()));
    }

    private void add(String instruction) {
        out.append("    ").append(instruction).append('\n');
    }

    private String local(String type) {
        return "$" + type + random.nextInt(LOCALS_OF_TYPE);
    }

    private void value(String type, int depth) {
        int choice = depth >= MAXIMUM_DEPTH ? random.nextInt(4) : random.nextInt(24);
        switch (choice) {
            case 0 -> add(type + ".const " + constant(type));
            case 1, 2 -> add("local.get " + local(type));
            case 3 -> add("global.get $" + type);
            case 4, 5 -> load(type, depth + 1);
            case 6, 7 -> {
                value(type, depth + 1);
                add("call $change_" + type);
            }
            case 8, 9 -> {
                value(type, depth + 1);
                add("local.tee " + local(type));
            }
            case 10 -> select(type, depth + 1);
            case 11 -> ifElse(type, depth + 1);
            case 12, 13 -> branchWithValue(type, depth + 1);
            case 14 -> {
                statement(depth + 1);
                value(type, depth + 1);
            }
            case 15 -> indirect(type, depth + 1);
            default -> operation(type, depth + 1);
        }
    }

    private String constant(String type) {
        return switch (type) {
            case "i32" -> Integer.toString(random.nextBoolean() ? random.nextInt(7) - 3 : random.nextInt());
            case "i64" -> Long.toString(random.nextBoolean() ? random.nextInt(7) - 3 : random.nextLong());
            default -> Double.toString((random.nextInt(41) - 20) / 4.0);
        };
    }

    private void operation(String type, int depth) {
        List<OpCode> candidates = OPCODES.stream()
                .filter(opcode -> NumericTest.resultType(opcode).equals(type.toUpperCase(Locale.ROOT)))
                .toList();
        OpCode opcode = candidates.get(random.nextInt(candidates.size()));
        String operand = NumericTest.operandType(opcode).toLowerCase(Locale.ROOT);
        boolean showsBits = opcode.name().matches(".*(REINTERPRET_F|COPYSIGN).*");
        for (int i = NumericTest.isUnary(opcode) ? 1 : 2; i > 0; i--) {
            value(operand, depth);
            if (showsBits) add("call $canonical_" + operand);
        }
        add(InstructionNames.of(opcode));
    }

    private void address(int depth) {
        value("i32", depth);
        add("i32.const 255");
        add("i32.and");
    }

    private void load(String type, int depth) {
        address(depth);
        String width = type.startsWith("i") && random.nextBoolean() ? random.nextBoolean() ? "8_s" : "16_u" : "";
        add(type + ".load" + width + " offset=" + random.nextInt(16));
        if (type.startsWith("f")) add("call $canonical_" + type);
    }

    private void store(String type, int depth) {
        address(depth);
        value(type, depth);
        if (type.startsWith("f")) add("call $canonical_" + type);
        add(type + ".store" + (type.startsWith("i") && random.nextBoolean() ? "8" : ""));
    }

    private void select(String type, int depth) {
        value(type, depth);
        value(type, depth);
        value("i32", depth);
        add("select");
    }

    private void ifElse(String type, int depth) {
        value("i32", depth);
        add("if (result " + type + ")");
        value(type, depth);
        add("else");
        value(type, depth);
        add("end");
    }

    private void branchWithValue(String type, int depth) {
        String label = "$l" + labels++;
        add("block " + label + " (result " + type + ")");
        value(type, depth);
        value("i32", depth);
        add("br_if " + label);
        if (random.nextBoolean()) {
            add("drop");
            value(type, depth);
        }
        add("end");
    }

    private void indirect(String type, int depth) {
        value(type, depth);
        if (random.nextInt(8) == 0) {
            value("i32", depth);
        } else {
            add("i32.const " + TYPES.indexOf(type));
        }
        add("call_indirect (param " + type + ") (result " + type + ")");
    }

    private void statement(int depth) {
        if (depth >= MAXIMUM_DEPTH) {
            add("nop");
            return;
        }
        String type = type();
        switch (random.nextInt(9)) {
            case 0, 1 -> {
                value(type, depth + 1);
                add("local.set " + local(type));
            }
            case 2, 3 -> store(type, depth + 1);
            case 4 -> {
                value(type, depth + 1);
                if (type.startsWith("f")) add("call $canonical_" + type);
                add("global.set $" + type);
            }
            case 5 -> {
                value(type, depth + 1);
                add("drop");
            }
            case 6 -> ifThen(depth + 1);
            case 7 -> loop(depth + 1);
            default -> branchTable(depth + 1);
        }
    }

    private void ifThen(int depth) {
        String label = "$l" + labels++;
        value("i32", depth);
        add("if " + label);
        statement(depth);
        value("i32", depth);
        add("br_if " + label);
        statement(depth);
        add("end");
    }

    private void loop(int depth) {
        String label = "$l" + labels++;
        String counter = "$counter" + counters++;
        add("i32.const " + (1 + random.nextInt(3)));
        add("local.set " + counter);
        add("loop " + label);
        statement(depth);
        statement(depth);
        add("local.get " + counter);
        add("i32.const 1");
        add("i32.sub");
        add("local.tee " + counter);
        add("br_if " + label);
        add("end");
    }

    private void branchTable(int depth) {
        String outer = "$l" + labels++;
        String inner = "$l" + labels++;
        add("block " + outer);
        add("block " + inner);
        value("i32", depth);
        add("i32.const 3");
        add("i32.and");
        add("br_table " + inner + " " + outer + " " + inner);
        add("end");
        statement(depth);
        add("end");
    }
}
