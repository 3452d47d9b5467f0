package dev.pglitej.translator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.translator.run.Call;
import dev.pglitej.translator.run.InterpretedModule;
import dev.pglitej.translator.run.Outcome;
import dev.pglitej.translator.run.TranslatedModule;
import dev.pglitej.translator.wat.Wat;
import java.nio.file.Path;
import java.util.List;

/** Compares what a module does when interpreted and when translated. */
final class Comparison {
    private Comparison() {}

    /** Both do the same, whatever that is. */
    static void assertSame(String wat, Path directory, List<Call> calls) {
        byte[] wasm = Wat.assemble(wat);
        List<Outcome> interpreted = new InterpretedModule(wasm).call(calls);
        List<Outcome> translated = TranslatedModule.compile(wasm, directory).call(calls);

        assertThat(translated).hasSameSizeAs(interpreted);
        for (int i = 0; i < calls.size(); i++) {
            assertThat(translated.get(i)).as("%s", calls.get(i)).isEqualTo(interpreted.get(i));
        }
    }

    /** Both do what is expected. */
    static void assertGives(String wat, Path directory, List<Call> calls, List<Outcome> expected) {
        byte[] wasm = Wat.assemble(wat);

        assertThat(new InterpretedModule(wasm).call(calls)).isEqualTo(expected);
        assertThat(TranslatedModule.compile(wasm, directory).call(calls)).isEqualTo(expected);
    }
}
