package dev.pglitej.translator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.translator.run.Call;
import dev.pglitej.translator.run.Outcome;
import dev.pglitej.translator.run.TranslatedModule;
import dev.pglitej.translator.wat.InstructionNames;
import dev.pglitej.translator.wat.Wat;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import run.endive.wasm.types.OpCode;

/** Compares every numeric instruction with the interpreter on values at the edges. */
final class NumericTest {
    private static final Pattern CONVERSION = Pattern.compile(
            "[IF](?:32|64)_(?:WRAP|EXTEND|TRUNC|TRUNC_SAT|CONVERT|DEMOTE|PROMOTE|REINTERPRET)_([IF](?:32|64))(?:_[SU])?");

    private static final long[] I32 = {
        0,
        1,
        2,
        5,
        31,
        32,
        33,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0x8000,
        0x12345678,
        0x7fffffff,
        0x80000000L,
        0xfffffff8L,
        0xffffffffL
    };

    private static final long[] I64 = {
        0,
        1,
        2,
        7,
        63,
        64,
        65,
        0x80,
        0x8000,
        0x7fffffffL,
        0x80000000L,
        0xffffffffL,
        0x0020000000000001L,
        0x7fffff4000000001L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -2,
        -1
    };

    private static final double[] F64 = {
        0.0,
        -0.0,
        1.0,
        -1.0,
        0.5,
        -0.5,
        1.5,
        2.5,
        -2.5,
        0.49999999999999994,
        -0.9999999999999999,
        4.9e-324,
        1e300,
        -1.7976931348623157e308,
        2147483647.0,
        2147483647.9,
        2147483648.0,
        -2147483648.9,
        -2147483649.0,
        4294967295.9,
        4294967296.0,
        0x1.fffffffffffffp62,
        0x1p63,
        -0x1p63,
        0x1.fffffffffffffp63,
        0x1p64,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"I32", "I64", "F32", "F64"})
    void anInstructionDoesWhatTheInterpreterDoes(String type) {
        StringBuilder functions = new StringBuilder();
        List<Call> calls = new ArrayList<>();
        for (OpCode opcode : numeric(type)) {
            String operand = operandType(opcode);
            String operands = isUnary(opcode) ? operand : operand + " " + operand;
            functions.append(
                    function(opcode.name(), operands, opcode, "local.get 0" + (isUnary(opcode) ? "" : " local.get 1")));
            for (long a : edges(operand)) {
                if (isUnary(opcode)) {
                    calls.add(Call.of(opcode.name(), a));
                } else {
                    LongStream.of(edges(operand)).forEach(b -> calls.add(Call.of(opcode.name(), a, b)));
                }
            }
        }

        Comparison.assertSame("(module " + functions + ")", directory, calls);
    }

    @ParameterizedTest
    @ValueSource(strings = {"I32", "I64", "F32", "F64"})
    void anInstructionDoesTheSameWithConstants(String type) {
        StringBuilder functions = new StringBuilder();
        List<Call> calls = new ArrayList<>();
        for (OpCode opcode : numeric(type)) {
            String operand = operandType(opcode);
            int number = 0;
            for (long constant : edges(operand)) {
                String name = opcode.name() + "_" + number++;
                functions.append(
                        isUnary(opcode)
                                ? function(name, operand, opcode, constant(operand, constant))
                                : function(name, operand, opcode, "local.get 0 " + constant(operand, constant))
                                        + function(
                                                name + "L",
                                                operand,
                                                opcode,
                                                constant(operand, constant) + " local.get 0"));
                for (long a : edges(operand)) {
                    calls.add(Call.of(name, a));
                    if (!isUnary(opcode)) calls.add(Call.of(name + "L", a));
                }
            }
        }

        Comparison.assertSame("(module " + functions + ")", directory, calls);
    }

    @Test
    void convertingAnUnsigned64BitNumberRoundsToTheNearestFloat() {
        // The interpreter cannot be the reference: it rounds every fourth of these up.
        List<Call> calls =
                new Random(1).longs(1000).mapToObj(n -> Call.of("f", n)).toList();
        List<Outcome> nearest = calls.stream()
                .map(call ->
                        new BigDecimal(Long.toUnsignedString(call.arguments().get(0))).floatValue())
                .map(value -> Outcome.returned(Call.bits(value)))
                .toList();

        byte[] wasm =
                Wat.assemble("(module (func (export \"f\") (param i64) (result f32) local.get 0 f32.convert_i64_u))");

        assertThat(TranslatedModule.compile(wasm, directory).call(calls)).isEqualTo(nearest);
    }

    private static List<OpCode> numeric(String type) {
        return Arrays.stream(OpCode.values())
                .filter(opcode -> opcode.name().startsWith(type))
                .filter(opcode -> isWithin(opcode, OpCode.I32_EQZ, OpCode.I64_EXTEND_32_S)
                        || isWithin(opcode, OpCode.I32_TRUNC_SAT_F32_S, OpCode.I64_TRUNC_SAT_F64_U))
                .toList();
    }

    private static boolean isWithin(OpCode opcode, OpCode first, OpCode last) {
        return opcode.opcode() >= first.opcode() && opcode.opcode() <= last.opcode();
    }

    private static String function(String name, String parameters, OpCode opcode, String operands) {
        return "(func (export \"%s\") (param %s) (result %s) %s %s)\n"
                .formatted(
                        name,
                        parameters.toLowerCase(Locale.ROOT),
                        resultType(opcode).toLowerCase(Locale.ROOT),
                        operands,
                        InstructionNames.of(opcode));
    }

    static boolean isUnary(OpCode opcode) {
        return isConversion(opcode)
                || opcode.name().matches(".*_(EQZ|CLZ|CTZ|POPCNT|ABS|NEG|CEIL|FLOOR|TRUNC|NEAREST|SQRT|EXTEND_\\d+_S)");
    }

    private static boolean isConversion(OpCode opcode) {
        return CONVERSION.matcher(opcode.name()).matches();
    }

    static String operandType(OpCode opcode) {
        Matcher conversion = CONVERSION.matcher(opcode.name());
        return conversion.matches() ? conversion.group(1) : opcode.name().substring(0, 3);
    }

    static String resultType(OpCode opcode) {
        return opcode.name().matches(".*_(EQZ|EQ|NE|[LG][TE](_[SU])?)")
                ? "I32"
                : opcode.name().substring(0, 3);
    }

    private static long[] edges(String type) {
        return switch (type) {
            case "I32" -> I32;
            case "I64" -> I64;
            case "F64" -> DoubleStream.of(F64).mapToLong(Call::bits).toArray();
            default ->
                DoubleStream.of(F64)
                        .mapToLong(value -> Call.bits((float) value))
                        .toArray();
        };
    }

    private static String constant(String type, long bits) {
        return switch (type) {
            case "I32" -> "i32.const " + (int) bits;
            case "I64" -> "i64.const " + bits;
            case "F64" -> "f64.const nan:0x" + Long.toHexString(bits);
            default -> "f32.const nan:0x" + Long.toHexString(bits);
        };
    }
}
