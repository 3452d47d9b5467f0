package dev.pglitej.natives.artifact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What is known of an npm package before it is there. */
public sealed interface Pinned permits PinnedFiles, PackageLock {
    /** What is wrong with the package as it is installed, if anything is. */
    Optional<String> fault(Path directory) throws IOException;
}
