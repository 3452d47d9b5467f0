package dev.pglitej.natives.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files so that whoever looks sees the whole of the old or the whole of the new. */
final class AtomicFiles {
    private AtomicFiles() {}

    static void write(Path target, byte[] contents) throws IOException {
        Path temporary = Files.createTempFile(target.toAbsolutePath().getParent(), ".writing-", ".tmp");
        try {
            Files.write(temporary, contents);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
