package dev.pglitej.translator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.translator.wasm.TranslationException;
import dev.pglitej.translator.wat.Wat;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not translated is named, and so is its place in the file. */
final class RefusalTest {
    @TempDir
    private Path directory;

    private void assertRefused(String wat, String... parts) {
        assertThatThrownBy(
                        () -> Translator.translate(Wat.assemble(wat), directory, Translator.Options.named("refused")))
                .isInstanceOf(TranslationException.class)
                .hasMessageContainingAll(parts);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    i32.const 0 i8x16_splat drop                 | i8x16.splat
                    i32.const 0 i32.atomic_load drop             | i32.atomic_load
                    return_call 0                                | return_call
                    ref.func 0 ref.as_non_null drop              | ref.as_non_null
                    """)
    void anInstructionOfAnotherProposalIsRefused(String instructions, String name) {
        assertRefused(
                "(module (memory 1) (func " + instructions + ") (elem declare func 0))",
                "instruction " + name + " at offset 0x",
                "is not translated");
    }

    @Test
    void aSharedMemoryIsRefused() {
        assertRefused("(module (memory 1 2 shared))", "shared between threads");
    }

    @Test
    void aSecondMemoryIsRefused() {
        assertRefused("(module (memory 1) (memory 1))", "memories");
    }

    @Test
    void aReferenceAsAParameterIsRefused() {
        assertRefused("(module (func (param funcref)))", "of a parameter is not translated");
    }

    @Test
    void aVectorAsALocalIsRefused() {
        assertRefused("(module (func (local v128)))", "is not translated");
    }

    @Test
    void anInvalidModuleIsRefused() {
        assertRefused("(module (func (result i32) i64.const 1))", "not a valid WebAssembly module", "type mismatch");
    }

    @Test
    void aFileOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> Translator.translate(
                        new byte[] {0x7f, 'E', 'L', 'F', 0, 0, 0, 0}, directory, Translator.Options.named("elf")))
                .isInstanceOf(TranslationException.class)
                .hasMessageContaining("not a valid WebAssembly module");
    }
}
