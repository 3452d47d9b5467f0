package dev.pglitej.internal.admin;

import dev.pglitej.api.PGliteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A file or directory that is being made. It lies beside its place under another name until it is complete and on disk. If the process dies
 * before that, only the other name remains. Confined to one thread.
 */
public final class UnfinishedFile implements AutoCloseable {
    private static final String MARK = HostNames.UNFINISHED;

    private final Path target;
    private final Path path;
    private boolean isDone;

    /** @param target its final path; nothing is written yet */
    UnfinishedFile(Path target) throws IOException {
        this.target = target.toAbsolutePath();
        Path parent = this.target.getParent();
        if (parent == null) throw new PGliteException(target + " is the root of a file system; choose a name in it");
        Files.createDirectories(parent);
        String name = "." + this.target.getFileName() + ".unfinished-" + UUID.randomUUID();
        this.path = parent.resolve(name);
    }

    /** The temporary path, at which to write it. */
    Path path() {
        return path;
    }

    /** Makes an empty directory, as initdb does: for its owner alone. */
    void makeDirectory() throws IOException {
        OwnFiles.createDirectory(path);
        OwnFiles.create(path.resolve(MARK));
    }

    /** Renames it to its final path, and replaces an empty directory there. */
    void finish() throws IOException {
        if (Files.isDirectory(path)) {
            DiskSync.tree(path);
            Files.delete(path.resolve(MARK));
            DiskSync.directory(path);
        } else {
            DiskSync.file(path);
        }
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        isDone = true;
        DiskSync.directory(target.getParent());
    }

    /** Deletes it if it has not been finished. */
    @Override
    public void close() throws IOException {
        if (isDone || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
        try (Stream<Path> tree = Files.walk(path)) {
            List<Path> all = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) Files.delete(file);
        }
    }
}
