package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.vfs.fixed.FixedFileSystem;
import java.nio.ByteBuffer;
import java.util.Random;

/** A random tree with the names that {@link RandomCalls} plays with, made twice: on a file system and as an image. */
final class SampleTree {

    private SampleTree() {}

    static void fill(Random random, Posix posix, FixedFileSystem.Builder image) {
        for (String directory : new String[] {"a", "b", "a/c"}) {
            posix.mkdir(directory);
            image.directory(directory, 0755);
        }
        for (String path : new String[] {"d", "a/d", "a/b", "b/a", "a/c/a"}) {
            byte[] bytes = new byte[random.nextInt(40_000)];
            random.nextBytes(bytes);
            try (Posix.Handle file = posix.open(path, OpenFlags.O_WRONLY | OpenFlags.O_CREAT, 0644)) {
                file.write(ByteBuffer.wrap(bytes), 0);
            }
            image.file(path, 0644, ByteBuffer.wrap(bytes));
        }
        posix.symlink("a/c", "c");
        image.symlink("c", "a/c");
    }
}
