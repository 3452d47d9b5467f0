package dev.pglitej.internal.admin;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Forces files and directories to disk, so that they survive a loss of power. Stateless. */
public final class DiskSync {
    private DiskSync() {}

    /** Makes new and removed names in a directory durable. */
    public static void directory(@Nullable Path directory) throws IOException {
        // Windows does not open directories; it has a journal for them.
        if (directory == null
                || !directory.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void file(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Everything below a directory, and itself. */
    static void tree(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                // A link is a part of its directory.
                if (!attributes.isSymbolicLink()) file(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) throw failure;
                directory(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
