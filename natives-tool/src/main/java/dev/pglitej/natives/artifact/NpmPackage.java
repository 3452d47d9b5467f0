package dev.pglitej.natives.artifact;

import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.natives.tools.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A published package, installed by npm as a lock file says, and checked. */
public final class NpmPackage {
    private static final List<String> INSTALL =
            List.of("ci", "--ignore-scripts", "--omit-lockfile-registry-resolved", "--no-audit", "--no-fund");

    private final Path project;
    private final Path directory;
    private final Pinned pinned;

    /**
     * @param project the directory with package.json and package-lock.json
     */
    public NpmPackage(Path project, String name, Pinned pinned) {
        this.project = project;
        this.directory = project.resolve("node_modules").resolve(name);
        this.pinned = pinned;
    }

    /**
     * Installs the package unless it is there and whole.
     *
     * @param searchPath where to look for npm
     * @return the package's directory
     * @throws BuildException if npm is missing or fails, or a file is not the one expected
     */
    public Path install(String searchPath) throws IOException {
        if (pinned.fault(directory).isEmpty()) return directory;
        runNpm(searchPath);
        Optional<String> fault = pinned.fault(directory);
        if (fault.isPresent()) {
            throw new BuildException(
                    fault.get()
                            + "; if package-lock.json was changed on purpose, check the new files and put their hashes into the list");
        }
        return directory;
    }

    private void runNpm(String searchPath) throws IOException {
        Path npm = Command.find("npm", searchPath)
                .orElseThrow(() -> new BuildException("npm is not on the PATH, and " + directory
                        + " is not there yet; install Node.js 18 or newer, which brings npm"));
        List<String> command = new ArrayList<>(List.of(npm.toString()));
        command.addAll(INSTALL);
        Command.Result result = Command.run(project, Map.of("PATH", searchPath), command);
        if (result.exitStatus() != 0) {
            throw new BuildException("npm ci failed with status " + result.exitStatus() + " in " + project + ":\n"
                    + result.output().strip());
        }
    }
}
