package dev.pglitej.translator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.translator.run.Call;
import dev.pglitej.translator.run.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Globals and tables, compared with the interpreter. */
final class StateTest {
    @TempDir
    private Path directory;

    @Test
    void globalsOfAllTypesKeepWhatIsSet() {
        Comparison.assertGives(
                """
                (module
                  (global $a (mut i32) (i32.const -5))
                  (global $b (mut i64) (i64.const 0x123456789abcdef0))
                  (global $c (mut f32) (f32.const 1.5))
                  (global $d (mut f64) (f64.const -0.0))
                  (global $e i32 (i32.const 77))
                  (global $f i64 (i64.const -1))
                  (export "e" (global $e))
                  (func (export "a") (param i32) (result i32) global.get $a local.get 0 global.set $a)
                  (func (export "b") (param i64) (result i64) global.get $b local.get 0 global.set $b)
                  (func (export "c") (param f32) (result f32) global.get $c local.get 0 global.set $c)
                  (func (export "d") (param f64) (result f64) global.get $d local.get 0 global.set $d)
                  (func (export "ef") (result i32 i64) global.get $e global.get $f))
                """,
                directory,
                List.of(
                        Call.of("a", 8),
                        Call.of("a", 0),
                        Call.of("b", -3),
                        Call.of("b", 0),
                        Call.of("c", Call.bits(2.5f)),
                        Call.of("c", 0),
                        Call.of("d", Call.bits(1e300)),
                        Call.of("d", 0),
                        Call.of("ef")),
                List.of(
                        Outcome.returned(0xfffffffbL),
                        Outcome.returned(8L),
                        Outcome.returned(0x123456789abcdef0L),
                        Outcome.returned(-3L),
                        Outcome.returned(Call.bits(1.5f)),
                        Outcome.returned(Call.bits(2.5f)),
                        Outcome.returned(Call.bits(-0.0)),
                        Outcome.returned(Call.bits(1e300)),
                        Outcome.returned(77L, -1L)));
    }

    @Test
    void manyRelocationsBecomeATableThatDoesTheSame() throws IOException {
        StringBuilder stores = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            String global = i % 3 == 0 ? "$table" : "$base";
            stores.append("global.get $base i32.const %d i32.add global.get %s %s i32.store\n"
                    .formatted(
                            4 * i,
                            global,
                            i % 5 == 0 ? "" : "i32.const " + (i % 2 == 0 ? i + " i32.sub" : 1000 * i + " i32.add")));
        }
        String module = """
                (module
                  (memory 1)
                  (global $base (mut i32) (i32.const 64))
                  (global $table (mut i32) (i32.const -7))
                  (func (export "relocate") %s)
                  (func (export "word") (param i32) (result i32) local.get 0 i32.load))
                """.formatted(stores);

        Comparison.assertGives(
                module,
                directory,
                List.of(
                        Call.of("relocate"),
                        Call.of("word", 64),
                        Call.of("word", 68),
                        Call.of("word", 72),
                        Call.of("word", 76)),
                List.of(
                        Outcome.returned(),
                        Outcome.returned(0xfffffff9L),
                        Outcome.returned(1064L),
                        Outcome.returned(62L),
                        Outcome.returned(2993L)));
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(file -> file.toString().endsWith(".c")))
                    .anySatisfy(file -> assertThat(file).content().contains("static const u32 own_cells[][3]"));
        }
    }

    @Test
    void aPendingReadSeesTheGlobalAsItWasThen() {
        Comparison.assertGives("""
                (module
                  (global $g (mut i32) (i32.const 1))
                  (func $bump (result i32) (global.set $g (i32.add (global.get $g) (i32.const 1))) global.get $g)
                  (func (export "f") (param i32) (result i32)
                    global.get $g
                    call $bump
                    i32.const 10
                    i32.mul
                    i32.add
                    call $bump
                    i32.const 100
                    i32.mul
                    i32.add))
                """, directory, List.of(Call.of("f", 0)), List.of(Outcome.returned(321L)));
    }

    @Test
    void tableInstructionsWorkOnAllOrTrapBefore() {
        List<Call> calls = new ArrayList<>(List.of(Call.of("size"), Call.of("grow", 3), Call.of("size")));
        long[][] ranges = {
            {0, 0, 4},
            {3, 1, 3},
            {1, 3, 3},
            {9, 0, 4},
            {10, 0, 4},
            {0, 10, 4},
            {13, 0, 0},
            {14, 0, 0},
            {0, 3, 0},
            {0, 4, 0},
            {0, 2, 2},
            {0xffffffffL, 0, 2}
        };
        for (String instruction : List.of("init", "copy", "fill", "set", "drop", "init", "declared")) {
            for (long[] range : ranges) {
                calls.add(Call.of(instruction, range));
                for (int i = 0; i < 14; i++) {
                    calls.add(Call.of("isNull", i));
                    calls.add(Call.of("call", i));
                }
            }
        }

        Comparison.assertSame("""
                (module
                  (table 10 20 funcref)
                  (elem (i32.const 2) func $one $two)
                  (elem func $two $one $three)
                  (elem declare func $three)
                  (func $one (result i32) i32.const 1)
                  (func $two (result i32) i32.const 2)
                  (func $three (result i32) i32.const 3)
                  (func (export "size") (result i32) table.size)
                  (func (export "grow") (param i32) (result i32) ref.func $three local.get 0 table.grow)
                  (func (export "init") (param i32 i32 i32) local.get 0 local.get 1 local.get 2 table.init 1)
                  (func (export "declared") (param i32 i32 i32) local.get 0 local.get 1 local.get 2 table.init 2)
                  (func (export "copy") (param i32 i32 i32) local.get 0 local.get 1 local.get 2 table.copy)
                  (func (export "fill") (param i32 i32 i32) local.get 0 local.get 1 table.get local.get 2 table.fill)
                  (func (export "set") (param i32 i32 i32) (local funcref)
                    local.get 0 table.get local.set 3
                    local.get 1 local.get 3 ref.null func local.get 2 select (result funcref) table.set)
                  (func (export "drop") (param i32 i32 i32) elem.drop 1 elem.drop 0)
                  (func (export "isNull") (param i32) (result i32) local.get 0 table.get ref.is_null)
                  (func (export "call") (param i32) (result i32) (call_indirect (result i32) (local.get 0))))
                """, directory, calls);
    }
}
