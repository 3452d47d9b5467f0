package dev.pglitej.natives.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes files so that a reader sees either the complete old file or the complete new one. */
final class AtomicFiles {
    private AtomicFiles() {}

    /** A name that no other thread or process uses, in the same directory. */
    static Path besides(Path target) {
        // Not createTempFile, whose files nobody else may read.
        return target.resolveSibling("." + target.getFileName() + "-" + UUID.randomUUID() + ".tmp");
    }

    static void write(Path target, byte[] contents) throws IOException {
        Path temporary = besides(target);
        try {
            Files.write(temporary, contents);
            replace(target, temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Puts a finished file in the place of another. */
    static void replace(Path target, Path by) throws IOException {
        Files.move(by, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
