package dev.pglitej.translator;

import dev.pglitej.translator.c.Directives;
import dev.pglitej.translator.c.ModuleWriter;
import dev.pglitej.translator.wasm.WasmFile;
import dev.pglitej.translator.wasm.WasmReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Translates a WebAssembly file into C files for the runtime's contract. The same input gives the same bytes. */
// RATIONALE: "Why translate WebAssembly to C, when the JVM could run it as bytecode?"
public final class Translator {
    private Translator() {}

    /**
     * What to make of a file.
     *
     * @param name of the module and of the files
     * @param directives lines as {@link Directives} describes them
     */
    public record Options(String name, List<String> directives, Sharding sharding) {
        public static Options named(String name) {
            return new Options(name, List.of(), Sharding.DEFAULT);
        }
    }

    /**
     * The files that were written.
     *
     * @param header included by all C sources, which themselves include rt.h, rt_access.h and rt_numeric.h
     * @param sources to compile, each on its own, with the directory of the files on the include path
     * @param data included by the last of the sources
     */
    public record Translation(Path header, List<Path> sources, Path data) {}

    /** Writes the translation into a directory, which is made where it is missing, and removes an older one there. */
    public static Translation translate(byte[] wasm, Path directory, Options options) throws IOException {
        WasmFile file = WasmReader.read(wasm);
        return translate(file, directory, options);
    }

    /** The same for a file that has been read already. */
    public static Translation translate(WasmFile file, Path directory, Options options) throws IOException {
        String name = options.name();
        Directives directives = Directives.parse(options.directives(), file);
        WasmFile whole = directives.addedTo(file);
        ModuleWriter writer =
                new ModuleWriter(name, whole, directives, options.sharding().split(whole.functions()));
        List<String> shards = writer.shards();
        Files.createDirectories(directory);
        removeShards(directory, name);
        List<Path> sources = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            sources.add(write(directory.resolve("%s_%03d.c".formatted(name, i)), shards.get(i)));
        }
        sources.add(write(directory.resolve(name + "_module.c"), writer.descriptor()));
        Path data = Files.write(directory.resolve(name + ".data"), writer.data());
        sources.add(write(
                directory.resolve(name + "_data.S"),
                writer.dataSource(data.getFileName().toString())));
        return new Translation(write(directory.resolve(name + ".h"), writer.header()), sources, data);
    }

    private static Path write(Path path, String text) throws IOException {
        return Files.writeString(path, text);
    }

    private static void removeShards(Path directory, String name) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(path -> path.getFileName().toString().matches("\\Q" + name + "\\E_\\d+\\.c"))
                    .forEach(Translator::delete);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
