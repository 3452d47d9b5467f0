package dev.pglitej.natives.artifact;

import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.natives.tools.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of a package that are built from, each with the hash that it must have. Immutable. */
public final class PinnedFiles implements Pinned {
    // What sha256sum writes and checks.
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](\\S+)");

    private final Path list;
    private final Map<String, String> hashes;

    private PinnedFiles(Path list, Map<String, String> hashes) {
        this.list = list;
        this.hashes = hashes;
    }

    /** Reads a list as {@code sha256sum} writes it. */
    public static PinnedFiles read(Path list) throws IOException {
        Map<String, String> hashes = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(list);
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = LINE.matcher(lines.get(i));
            if (!line.matches()) {
                throw new BuildException(
                        list + ":" + (i + 1) + " is not a SHA-256, two spaces and a file name: " + lines.get(i));
            }
            hashes.put(line.group(2), line.group(1));
        }
        return new PinnedFiles(list, hashes);
    }

    /** The files, in the order of the list. */
    public List<String> names() {
        return List.copyOf(hashes.keySet());
    }

    /** The hash that a file must have. */
    public String hash(String file) {
        String hash = hashes.get(file);
        if (hash == null) throw new BuildException(list + " has no hash for " + file);
        return hash;
    }

    /** What is wrong with the first file that is missing or different. */
    @Override
    public Optional<String> fault(Path directory) throws IOException {
        for (Map.Entry<String, String> pinned : hashes.entrySet()) {
            Path file = directory.resolve(pinned.getKey());
            if (!Files.exists(file)) return Optional.of(file + " is missing");
            String found = Sha256.of(file);
            if (!found.equals(pinned.getValue())) {
                return Optional.of(file + " is not the file that this version builds from: expected SHA-256 "
                        + pinned.getValue() + ", found " + found);
            }
        }
        return Optional.empty();
    }
}
