package dev.pglitej.natives.upgrade;

import dev.pglitej.natives.artifact.PinnedFiles;
import dev.pglitej.natives.tools.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A list of files with their hashes, as {@code sha256sum} writes it. Confined to one thread. */
final class HashList {
    private final Path list;

    HashList(Path list) {
        this.list = list;
    }

    /** The files in it. */
    List<String> names() throws IOException {
        return PinnedFiles.read(list).names();
    }

    /**
     * Gives each file the hash that it has in a package.
     *
     * @return the files that the package lacks, which leave the list
     */
    List<String> rewrite(Path directory) throws IOException {
        List<String> missing = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (String name : names()) {
            Path file = directory.resolve(name);
            if (!Files.exists(file)) {
                missing.add(name);
                continue;
            }
            lines.append(Sha256.of(file)).append("  ").append(name).append('\n');
        }
        Files.writeString(list, lines);
        return missing;
    }
}
