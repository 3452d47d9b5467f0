package dev.pglitej;

import dev.pglitej.api.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A data directory made once for all tests of this JVM; tests copy it. Thread-safe. */
final class MadeDirectory {
    private MadeDirectory() {}

    private static final class Holder {
        static final Path MADE = make();
    }

    /** Fills an existing directory. */
    static void copyTo(Path directory) throws IOException {
        copy(Holder.MADE, directory);
    }

    /** Copies what is below one existing directory to below another. */
    static void copy(Path from, Path to) throws IOException {
        for (Path path : below(from)) {
            Files.copy(path, to.resolve(from.relativize(path).toString()));
        }
    }

    private static Path make() {
        try {
            Path directory = Files.createTempDirectory("pglitej-made-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
            PGlite.builder()
                    .directory(directory)
                    .durability(Durability.NONE)
                    .open()
                    .close();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try {
            for (Path path :
                    below(directory).stream().sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> below(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> !path.equals(directory)).toList();
        }
    }
}
