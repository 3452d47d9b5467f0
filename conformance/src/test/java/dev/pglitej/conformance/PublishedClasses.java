package dev.pglitej.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The class files of the modules that are published, as the build has left them beside this module. Modules that conformance does not
 * depend on may not be built yet. Stateless.
 */
final class PublishedClasses {
    private static final List<String> MODULES = List.of(
            "engine",
            "kernel",
            "protocol",
            "natives",
            "extensions/contrib",
            "extensions/icu",
            "extensions/pgvector",
            "postgres",
            "jdbc",
            "junit",
            "server",
            "spring-boot-starter");

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

    /** The modules that are not built. */
    static List<String> missing() {
        return MODULES.stream()
                .filter(module -> !Files.isDirectory(classes(module)))
                .toList();
    }

    private static Path classes(String module) {
        return project().resolve(module).resolve("target/classes");
    }

    /** The classes of the modules that are built. */
    static List<Entry> all() {
        return MODULES.stream()
                .map(PublishedClasses::classes)
                .filter(Files::isDirectory)
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
            throw new IllegalStateException("cannot read " + classes, e);
        }
    }

    private static String name(String file) {
        return file.substring(0, file.length() - ".class".length()).replace('/', '.');
    }
}
