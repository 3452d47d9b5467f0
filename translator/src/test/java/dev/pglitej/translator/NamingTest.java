package dev.pglitej.translator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.translator.run.Call;
import dev.pglitej.translator.run.Outcome;
import dev.pglitej.translator.run.TranslatedModule;
import dev.pglitej.translator.wat.Wat;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No name in a module makes the C ambiguous or wrong. */
final class NamingTest {
    @TempDir
    private Path directory;

    @Test
    void functions32And64AreNotTakenForTypesOrInstructions() {
        String unnamed = "(func (result i32) i32.const 1)";
        String module = "(module " + unnamed.repeat(32)
                + "(func $a (export \"min\") (param f32 f32) (result f32) local.get 0 local.get 1 f32.min)"
                + unnamed.repeat(31)
                + "(func (result f64) f64.const 1)"
                + "(func (export \"f\") (result f32) (call $a (f32.const 2) (f32.const 3)) call 64 drop))";

        assertThat(TranslatedModule.compile(Wat.assemble(module), directory).call(List.of(Call.of("f"))))
                .containsExactly(Outcome.returned(Call.bits(2f)));
    }

    @Test
    void anExportMayBeNamedInAnyWay() {
        String module = """
                (module
                  (func (export "a*/b") (export "int") (export "say-\\22hi\\22??/") (export "") (result i32) i32.const 1)
                  (func (export "\\c3\\a9") (result i32) i32.const 2)
                  (global $g (mut i32) (i32.const 3))
                  (export "a b" (global $g))
                  (func (export "g") (result i32) global.get $g))
                """;
        TranslatedModule translated = TranslatedModule.compile(Wat.assemble(module), directory);

        assertThat(translated.call(
                        List.of(Call.of("a*/b"), Call.of("int"), Call.of("say-\"hi\"??/"), Call.of("é"), Call.of("g"))))
                .containsExactly(
                        Outcome.returned(1L),
                        Outcome.returned(1L),
                        Outcome.returned(1L),
                        Outcome.returned(2L),
                        Outcome.returned(3L));
    }
}
