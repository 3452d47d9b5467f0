package dev.pglitej.natives.compile;

import dev.pglitej.natives.tools.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes libraries of WebAssembly modules, as resources with their hashes; what was made before comes from the cache. */
public final class ModuleBuilder {
    private final SourceTranslation translation;
    private final LibraryBuilder libraries;
    private final ObjectCache cache;
    private final Path work;
    private final Progress progress;

    /**
     * @param work where generated sources go, a directory for each module
     */
    public ModuleBuilder(
            SourceTranslation translation, LibraryBuilder libraries, ObjectCache cache, Path work, Progress progress) {
        this.translation = translation;
        this.libraries = libraries;
        this.cache = cache;
        this.work = work;
        this.progress = progress;
    }

    /** The library, as it is looked up, that a module becomes. */
    public static String libraryName(String module) {
        return "pglitej_" + module;
    }

    /** Puts a module's library and the library's hash into a directory. */
    public void build(String name, byte[] wasm, String directives, Path directory) throws IOException {
        String key = new Sha256()
                .add("library")
                .add(name)
                .add(wasm)
                .add(directives)
                .add(translation.identity())
                .add(libraries.identity())
                .hex();
        Path library = directory.resolve(libraryName(name) + ".so");
        Files.createDirectories(directory);
        Optional<byte[]> known = cache.get(key);
        if (known.isPresent()) {
            writeIfDifferent(library, known.get());
        } else {
            Path sources = work.resolve(name);
            delete(sources);
            Files.createDirectories(sources);
            progress.say("translating " + name);
            translation.translate(name, wasm, directives, sources);
            libraries.build(name, sources, library);
            cache.put(key, Files.readAllBytes(library));
        }
        writeIfDifferent(
                directory.resolve(libraryName(name) + ".so.sha256"),
                (Sha256.of(library) + "\n").getBytes(StandardCharsets.US_ASCII));
        progress.say(name + (known.isPresent() ? " is unchanged" : " is built") + " (" + Files.size(library) / 1024
                + " KiB)");
    }

    private static void writeIfDifferent(Path file, byte[] contents) throws IOException {
        if (!Files.exists(file) || !Sha256.of(file).equals(Sha256.of(contents))) AtomicFiles.write(file, contents);
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) return;
        List<Path> contents;
        try (Stream<Path> tree = Files.walk(directory)) {
            contents = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : contents) Files.delete(path);
    }
}
