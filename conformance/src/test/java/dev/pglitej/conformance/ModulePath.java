package dev.pglitej.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jars on the class path of these tests, as a module path of some of them. Stateless. */
final class ModulePath {
    /** What is published, but for the starter: Spring's jars have no place on the class path of these tests. */
    static final List<String> ARTIFACTS = List.of(
            "engine", "kernel", "protocol", "natives", "postgres", "contrib", "pgvector", "jdbc", "server", "junit");

    private ModulePath() {}

    /** In a reactor that has not come to the packaging, there are directories, some without a declaration of their module. */
    static void assumeJars() {
        assumeTrue(ARTIFACTS.stream().allMatch(name -> jars().anyMatch(jar -> isArtifact(jar, name))), "no jars");
    }

    /** The jar of one of our artifacts. */
    static Path jar(String artifact) {
        return jars().filter(jar -> isArtifact(jar, artifact)).findFirst().orElseThrow();
    }

    /** Our artifacts, and jars of others whose names begin so. */
    static String of(List<String> artifacts, String... others) {
        return Stream.concat(
                        artifacts.stream().map(ModulePath::jar),
                        Stream.of(others).flatMap(ModulePath::named))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<Path> named(String prefix) {
        return jars().filter(jar -> jar.getFileName().toString().startsWith(prefix));
    }

    private static boolean isArtifact(Path jar, String name) {
        return jar.getFileName().toString().matches("pglitej-" + name + "-[0-9].*\\.jar");
    }

    private static Stream<Path> jars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of);
    }
}
