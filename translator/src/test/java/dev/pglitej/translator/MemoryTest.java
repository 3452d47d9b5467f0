package dev.pglitej.translator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.translator.run.Call;
import dev.pglitej.translator.run.Outcome;
import dev.pglitej.translator.run.TranslatedModule;
import dev.pglitej.translator.wat.InstructionNames;
import dev.pglitej.translator.wat.Wat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import run.endive.wasm.types.OpCode;

/** Compares the instructions on memory with the interpreter. */
final class MemoryTest {
    private static final String DATA =
            "(data (i32.const 16) \"\\00\\01\\7f\\80\\ff\\fe\\80\\7f\\12\\34\\56\\78\\9a\\bc\\de\\f0\\ff\\ff\\ff\\ff\")";
    private static final long[] ADDRESSES = {
        0,
        9,
        15,
        16,
        17,
        18,
        19,
        20,
        21,
        24,
        28,
        65527,
        65528,
        65529,
        65532,
        65533,
        65534,
        65535,
        65536,
        0x7fffffff,
        0x80000000L,
        0xfffffff0L,
        0xffffffffL
    };
    private static final long[] OFFSETS = {0, 1, 7, 65520, 0x80000000L, 0xffffffffL};

    @TempDir
    private Path directory;

    @Test
    void loadsAndStoresReachTheSameBytesAndFaultAtTheSameAddresses() {
        StringBuilder functions = new StringBuilder("(memory 1)" + DATA);
        functions.append("(func (export \"peek\") (param i32) (result i64) local.get 0 i64.load)");
        List<Call> calls = new ArrayList<>();
        for (OpCode opcode : memoryInstructions()) {
            String type = opcode.name().substring(0, 3).toLowerCase(Locale.ROOT);
            boolean isLoad = opcode.name().contains("LOAD");
            for (long offset : OFFSETS) {
                String name = opcode.name() + "_" + offset;
                functions.append("(func (export \"%s\") (param i32 %s) %s %s %s offset=%d)\n"
                        .formatted(
                                name,
                                type,
                                isLoad ? "(result " + type + ")" : "",
                                isLoad ? "local.get 0" : "local.get 0 local.get 1",
                                InstructionNames.of(opcode),
                                offset));
                for (long address : ADDRESSES) {
                    calls.add(Call.of(name, address, 0x8182838485868788L >>> (type.endsWith("32") ? 32 : 0)));
                    calls.add(Call.of("peek", Math.min(address + offset, 65528)));
                }
            }
        }

        Comparison.assertSame("(module " + functions + ")", directory, calls);
    }

    private static List<OpCode> memoryInstructions() {
        return Arrays.stream(OpCode.values())
                .filter(opcode ->
                        opcode.opcode() >= OpCode.I32_LOAD.opcode() && opcode.opcode() <= OpCode.I64_STORE32.opcode())
                .toList();
    }

    @Test
    void memoryGrowsUpToItsMaximumAndIsZeroThere() {
        Comparison.assertGives(
                """
                (module (memory 1 3)
                  (func (export "size") (result i32) memory.size)
                  (func (export "grow") (param i32) (result i32) local.get 0 memory.grow)
                  (func (export "load") (param i32) (result i32) local.get 0 i32.load8_u))
                """,
                directory,
                List.of(
                        Call.of("size"),
                        Call.of("load", 65536),
                        Call.of("grow", 1),
                        Call.of("load", 65536),
                        Call.of("grow", 2),
                        Call.of("grow", 1),
                        Call.of("grow", 0xffffffffL),
                        Call.of("size")),
                List.of(
                        Outcome.returned(1L),
                        Outcome.trapped("MEMORY_OUT_OF_BOUNDS"),
                        Outcome.returned(1L),
                        Outcome.returned(0L),
                        Outcome.returned(0xffffffffL),
                        Outcome.returned(2L),
                        Outcome.returned(0xffffffffL),
                        Outcome.returned(3L)));
    }

    @Test
    void bulkInstructionsMoveAllOrTrapBeforeTheFirstByte() {
        List<Call> calls = new ArrayList<>();
        long[][] ranges = {
            {0, 16, 8}, {17, 16, 8}, {16, 17, 8}, {65530, 0, 6}, {65530, 16, 7}, {16, 65530, 7}, {65536, 0, 0},
            {65537, 0, 0}, {0, 65537, 0}, {0xffffffffL, 0, 2}, {0, 0xffffffffL, 2}, {32, 3, 2}, {32, 3, 3}, {40, 5, 0},
            {40, 6, 0}
        };
        for (String instruction : List.of("copy", "fill", "init", "drop", "init")) {
            for (long[] range : ranges) {
                calls.add(Call.of(instruction, range));
                for (long address = 0; address < 64; address += 8) calls.add(Call.of("peek", address));
                calls.add(Call.of("peek", 65528));
            }
        }

        Comparison.assertSame("""
                (module (memory 1)
                  (data "hello")
                  DATA
                  (func (export "peek") (param i32) (result i64) local.get 0 i64.load)
                  (func (export "copy") (param i32 i32 i32) local.get 0 local.get 1 local.get 2 memory.copy)
                  (func (export "fill") (param i32 i32 i32) local.get 0 local.get 1 local.get 2 memory.fill)
                  (func (export "init") (param i32 i32 i32) local.get 0 local.get 1 local.get 2 memory.init 0)
                  (func (export "drop") (param i32 i32 i32) data.drop 0 data.drop 1))
                """.replace("DATA", DATA), directory, calls);
    }

    @Test
    void anActiveSegmentIsDroppedOnceItIsInPlace() {
        // The interpreter keeps it, against the specification.
        byte[] wasm = Wat.assemble("""
                (module (memory 1) (table 4 funcref)
                  (data (i32.const 0) "hello")
                  (elem (i32.const 0) func $none)
                  (func $none)
                  (func (export "data") (param i32) i32.const 0 i32.const 0 local.get 0 memory.init 0)
                  (func (export "elements") (param i32) i32.const 0 i32.const 0 local.get 0 table.init 0))
                """);

        assertThat(TranslatedModule.compile(wasm, directory)
                        .call(List.of(
                                Call.of("data", 0),
                                Call.of("data", 1),
                                Call.of("elements", 0),
                                Call.of("elements", 1))))
                .containsExactly(
                        Outcome.returned(),
                        Outcome.trapped("MEMORY_OUT_OF_BOUNDS"),
                        Outcome.returned(),
                        Outcome.trapped("TABLE_OUT_OF_BOUNDS"));
    }
}
