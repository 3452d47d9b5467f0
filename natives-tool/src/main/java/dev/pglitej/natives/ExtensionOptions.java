package dev.pglitej.natives;

import static dev.pglitej.natives.BuildOptions.required;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the build of an artifact with extensions is told on its command line. Immutable.
 *
 * @param artifact the name of the artifact's resources, such as "contrib": the artifact's id without "pglitej-"
 * @param project the artifact's project, where its licence is
 * @param npm the directory with package.json and package-lock.json
 * @param packageName the package on npm that has the archives
 * @param hashes the list of the archives to use, with their hashes; if there is none, all archives are used, as package-lock.json pins them
 * @param preload the extensions that work only if the first process of a server has loaded their library
 * @param natives the project of PostgreSQL itself, whose exports the extensions use
 * @param runtime the directory with the headers that generated code includes
 * @param classes the root of the resources to write
 * @param work for everything in between
 */
record ExtensionOptions(
        String artifact,
        Path project,
        Path npm,
        String packageName,
        Optional<Path> hashes,
        Set<String> preload,
        Path natives,
        Path runtime,
        Path classes,
        Path work) {
    private static final String PREFIX = "pglitej-";
    /** What PGlite's authors publish an extension as. */
    private static final String PACKAGE_PREFIX = "@electric-sql/pglite-";

    private static final Set<String> NAMES = Set.of(
            "--artifact",
            "--project",
            "--npm",
            "--package",
            "--hashes",
            "--preload",
            "--natives",
            "--runtime",
            "--classes",
            "--work");

    static ExtensionOptions parse(List<String> arguments) {
        Map<String, String> values = BuildOptions.values(arguments, NAMES);
        String artifact = artifact(required(values, "--artifact"));
        return new ExtensionOptions(
                artifact,
                Path.of(required(values, "--project")),
                Path.of(required(values, "--npm")),
                optional(values, "--package").orElse(PACKAGE_PREFIX + artifact),
                optional(values, "--hashes").map(Path::of),
                words(values.getOrDefault("--preload", "")),
                Path.of(required(values, "--natives")),
                Path.of(required(values, "--runtime")),
                Path.of(required(values, "--classes")),
                Path.of(required(values, "--work")));
    }

    /** The name of an artifact's resources and module, by the artifact's id. */
    static String artifact(String id) {
        return id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
    }

    private static Optional<String> optional(Map<String, String> values, String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    static Set<String> words(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
