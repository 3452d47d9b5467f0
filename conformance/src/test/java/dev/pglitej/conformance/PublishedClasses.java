package dev.pglitej.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The class files of the modules that are published, as the build has left them beside this module. Immutable. */
final class PublishedClasses {
    /** The published modules that have classes; the others have resources alone. */
    private static final List<String> MODULES =
            List.of("engine", "kernel", "protocol", "postgres", "jdbc", "junit", "server", "spring-boot-starter");

    /** What only the build runs; the jar leaves it out. */
    private static final String BUILD = "dev.pglitej.internal.image";

    /**
     * One class.
     *
     * @param file where its class file is
     * @param name its binary name
     */
    record Entry(Path file, String name) {
        String packageName() {
            return name.substring(0, Math.max(0, name.lastIndexOf('.')));
        }
    }

    private PublishedClasses() {}

    /** The root of the project. */
    static Path project() {
        return Path.of(System.getProperty("basedir", ""))
                .toAbsolutePath()
                .resolve("..")
                .normalize();
    }

    static List<Entry> all() {
        return MODULES.stream()
                .map(module -> project().resolve(module).resolve("target/classes"))
                .map(PublishedClasses::of)
                .flatMap(Collection::stream)
                .filter(entry -> !entry.packageName().equals(BUILD))
                .toList();
    }

    private static List<Entry> of(Path classes) {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> new Entry(file, name(classes.relativize(file).toString())))
                    .filter(entry -> !entry.name().equals("module-info"))
                    .sorted((one, other) -> one.name().compareTo(other.name()))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + classes + "; build the module first", e);
        }
    }

    private static String name(String file) {
        return file.substring(0, file.length() - ".class".length()).replace('/', '.');
    }
}
