package dev.pglitej.internal.engine.nativelib;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Unpacks the engine's library again and again, removing it in between, while other processes do the same. */
final class LocateManyTimes {
    private static final int TIMES = 100;

    private LocateManyTimes() {}

    public static void main(String[] arguments) throws IOException {
        long size = 0;
        for (int i = 0; i < TIMES; i++) {
            Path library = NativeLibraries.locate("pglitej_engine");
            size = Math.max(size, sizeIfThere(library));
            long found = sizeIfThere(library);
            if (found != 0 && found != size) {
                throw new IllegalStateException("found %d of %d bytes".formatted(found, size));
            }
            Files.deleteIfExists(library);
        }
        System.out.println("complete");
    }

    private static long sizeIfThere(Path library) throws IOException {
        try {
            return Files.size(library);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
