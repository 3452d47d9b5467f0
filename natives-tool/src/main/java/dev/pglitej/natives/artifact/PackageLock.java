package dev.pglitej.natives.artifact;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A package by its hash in package-lock.json. npm checks the hash of what it downloads, and writes node_modules/.package-lock.json when it
 * has installed everything, so the package is whole if that file has the same hash. Immutable.
 */
public final class PackageLock implements Pinned {
    private static final String LOCK = "package-lock.json";
    private static final String INSTALLED = "node_modules/.package-lock.json";

    private final Path project;
    private final Pattern entry;
    private final String integrity;

    private PackageLock(Path project, Pattern entry, String integrity) {
        this.project = project;
        this.entry = entry;
        this.integrity = integrity;
    }

    /**
     * The pin of one package.
     *
     * @param project the directory with package.json and package-lock.json
     * @throws BuildException if the lock has no hash for the package
     */
    public static PackageLock of(Path project, String name) throws IOException {
        Pattern entry = Pattern.compile(
                "\"node_modules/" + Pattern.quote(name) + "\": *\\{[^{}]*\"integrity\": *\"(sha512-[^\"]+)\"");
        String integrity = integrity(entry, project.resolve(LOCK))
                .orElseThrow(() -> new BuildException(project.resolve(LOCK) + " has no hash for " + name
                        + "; add the package to package.json, and run npm install --package-lock-only --ignore-scripts"
                        + " --omit-lockfile-registry-resolved there"));
        return new PackageLock(project, entry, integrity);
    }

    private static Optional<String> integrity(Pattern entry, Path lock) throws IOException {
        if (!Files.exists(lock)) return Optional.empty();
        Matcher found = entry.matcher(Files.readString(lock));
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    @Override
    public Optional<String> fault(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) return Optional.of(directory + " is missing");
        Optional<String> installed = integrity(entry, project.resolve(INSTALLED));
        if (installed.isPresent() && installed.get().equals(integrity)) return Optional.empty();
        return Optional.of(directory + " is not what " + project.resolve(LOCK) + " says: expected " + integrity
                + ", found " + installed.orElse("nothing"));
    }
}
