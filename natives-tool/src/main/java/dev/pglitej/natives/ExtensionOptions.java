package dev.pglitej.natives;

import static dev.pglitej.natives.BuildOptions.required;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the build of an artifact with extensions is told on its command line.
 *
 * @param artifact the name of the artifact's resources, such as "contrib"
 * @param hashes the list of archives with their hashes
 * @param npm the directory with package.json and package-lock.json
 * @param packageName the package on npm that has the archives
 * @param natives the project of PostgreSQL itself, whose exports the extensions use
 * @param runtime the directory with the headers that generated code includes
 * @param classes the root of the resources to write
 * @param work for everything in between
 */
record ExtensionOptions(
        String artifact,
        Path hashes,
        Path npm,
        String packageName,
        Path natives,
        Path runtime,
        Path classes,
        Path work) {
    private static final Set<String> NAMES =
            Set.of("--artifact", "--hashes", "--npm", "--package", "--natives", "--runtime", "--classes", "--work");

    static ExtensionOptions parse(List<String> arguments) {
        Map<String, String> values = BuildOptions.values(arguments, NAMES);
        return new ExtensionOptions(
                required(values, "--artifact"),
                Path.of(required(values, "--hashes")),
                Path.of(required(values, "--npm")),
                required(values, "--package"),
                Path.of(required(values, "--natives")),
                Path.of(required(values, "--runtime")),
                Path.of(required(values, "--classes")),
                Path.of(required(values, "--work")));
    }
}
