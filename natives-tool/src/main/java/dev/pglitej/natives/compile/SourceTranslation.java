package dev.pglitej.natives.compile;

import java.io.IOException;
import java.nio.file.Path;

/** Turns a WebAssembly module into C. */
public interface SourceTranslation {
    /** Changes whenever the same module may come out differently. */
    String identity();

    /**
     * Writes the sources of a module into an empty directory.
     *
     * @param directives hooks, exports and constants, one a line
     */
    void translate(String name, byte[] wasm, String directives, Path directory) throws IOException;
}
