package dev.pglitej.natives;

import dev.pglitej.natives.compile.CodeIdentity;
import dev.pglitej.natives.compile.SourceTranslation;
import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.translator.Sharding;
import dev.pglitej.translator.Translator;
import dev.pglitej.translator.wasm.TranslationException;
import java.io.IOException;
import java.nio.file.Path;

/** The translator of this project. */
final class WasmToC implements SourceTranslation {
    private final String identity;

    WasmToC() throws IOException {
        identity = CodeIdentity.of(Translator.class);
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public void translate(String name, byte[] wasm, String directives, Path directory) throws IOException {
        try {
            Translator.translate(
                    wasm,
                    directory,
                    new Translator.Options(name, directives.lines().toList(), Sharding.DEFAULT));
        } catch (TranslationException e) {
            throw new BuildException("cannot translate " + name + ": " + e.getMessage(), e);
        }
    }
}
