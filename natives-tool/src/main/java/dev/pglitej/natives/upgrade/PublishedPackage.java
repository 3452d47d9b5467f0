package dev.pglitej.natives.upgrade;

import dev.pglitej.natives.artifact.ModuleFacts;
import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.natives.tools.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A PGlite that npm has installed, whatever its hashes. Immutable. */
record PublishedPackage(Path directory) {
    static final String NAME = "@electric-sql/pglite";
    static final List<String> MODULES = List.of("dist/pglite.wasm", "dist/initdb.wasm");

    /** The package below a directory with package.json. */
    static PublishedPackage in(Path project) {
        return new PublishedPackage(project.resolve("node_modules").resolve(NAME));
    }

    /** Has npm write a lock file without addresses for what package.json says, and install it. */
    static PublishedPackage install(Path project, String searchPath) throws IOException {
        npm(project, searchPath, "install", "--package-lock-only");
        npm(project, searchPath, "ci");
        return in(project);
    }

    private static void npm(Path project, String searchPath, String... arguments) throws IOException {
        Path npm = Command.find("npm", searchPath)
                .orElseThrow(() -> new BuildException("npm is not on the PATH; install Node.js 18 or newer with npm"));
        List<String> command = new ArrayList<>(List.of(npm.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--ignore-scripts", "--omit-lockfile-registry-resolved", "--no-audit", "--no-fund"));
        Command.Result result = Command.run(project, Map.of("PATH", searchPath), command);
        if (result.exitStatus() != 0) {
            throw new BuildException("npm " + arguments[0] + " failed in " + project + ", and nothing has been moved:\n"
                    + result.output().strip());
        }
    }

    BinaryVersion version() throws IOException {
        return BinaryVersion.of(Files.readAllBytes(directory.resolve(MODULES.get(0))));
    }

    /** What a module offers, by name. */
    Set<String> exports(String module) throws IOException {
        return ModuleFacts.of(Files.readAllBytes(directory.resolve(module))).exports();
    }

    /** The extensions in it, as files of the package. */
    Set<String> archives() throws IOException {
        Set<String> archives = new TreeSet<>();
        try (Stream<Path> files = Files.list(directory.resolve("dist"))) {
            files.map(file -> directory.relativize(file).toString())
                    .filter(file -> file.endsWith(".tar.gz"))
                    .forEach(archives::add);
        }
        return archives;
    }
}
