package dev.pglitej.natives;

import dev.pglitej.natives.compile.Compiler;
import dev.pglitej.natives.compile.LibraryBuilder;
import dev.pglitej.natives.compile.ModuleBuilder;
import dev.pglitej.natives.compile.ObjectCache;
import dev.pglitej.natives.compile.Progress;
import dev.pglitej.natives.compile.Variant;
import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/** The command that Maven runs to build an artifact with extensions. */
public final class ExtensionsMain {
    private ExtensionsMain() {}

    /** See {@link ExtensionOptions}. Ends with status 1 and one message where the build cannot go on. */
    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        try {
            run(ExtensionOptions.parse(List.of(arguments)));
        } catch (BuildException e) {
            System.err.println("[natives] " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(ExtensionOptions options) throws IOException {
        String searchPath = System.getenv().getOrDefault("PATH", "");
        Progress progress = new Progress(System.err, InstantSource.system());
        ObjectCache cache =
                new ObjectCache(ObjectCache.directory(System::getenv, Path.of(System.getProperty("user.home"))));
        Compiler compiler = Compiler.choose(System.getenv().getOrDefault("CC", ""), searchPath);
        LibraryBuilder libraries = new LibraryBuilder(compiler, Variant.plain(), options.runtime(), cache, progress);
        ModuleBuilder modules = new ModuleBuilder(
                new WasmToC(), libraries, cache, options.work().resolve("translated"), progress);
        new ExtensionsBuild(options, searchPath, progress).write(modules);
    }
}
