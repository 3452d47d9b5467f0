package dev.pglitej.cluster;

import dev.pglitej.PGliteException;
import dev.pglitej.kernel.time.Clock;
import dev.pglitej.kernel.vfs.FileSystem;
import dev.pglitej.kernel.vfs.HostFileSystem;
import dev.pglitej.kernel.vfs.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a database's data are: in memory, or in a directory that stays locked as long as it is open. Confined to whoever opens and
 * closes the database; the file system is safe for any number of threads.
 *
 * @param isNew whether initdb has yet to make a data directory of it
 * @param settings what PostgreSQL has to be told for this kind of storage
 */
record Storage(FileSystem files, boolean isNew, List<String> settings, Runnable release) implements AutoCloseable {
    private static final String MAJOR_VERSION = "18";
    private static final String VERSION_FILE = "PG_VERSION";
    /** Our own lock file, and what a file system puts into a fresh volume's root. */
    private static final List<String> IGNORED = List.of("pglitej.lock", "lost+found");

    /** A new data directory in memory, which no fsync can make any safer. */
    static Storage inMemory(Clock clock) {
        MemoryFileSystem files = new MemoryFileSystem(clock, MemoryFileSystem.UNLIMITED);
        return new Storage(files, true, List.of("fsync=off", "full_page_writes=off"), () -> {});
    }

    /**
     * A data directory on disk.
     *
     * @throws PGliteException if it is something else, of another version, in use, or not accessible; nothing is touched then
     */
    static Storage in(Path directory) {
        try {
            Files.createDirectories(directory);
            if (!isEmpty(directory)) checkVersion(directory);
            DirectoryLock lock = DirectoryLock.take(directory);
            try {
                // Asked again under the lock: whoever had it may have made a data directory of an empty one meanwhile.
                boolean isNew = isEmpty(directory);
                return new Storage(
                        HostFileSystem.openHiding(Set.copyOf(IGNORED), directory), isNew, List.of(), lock::close);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new PGliteException("cannot use " + directory + " as a data directory: " + e, e);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> contents = Files.list(directory)) {
            return contents.allMatch(path -> IGNORED.contains(path.getFileName().toString()));
        }
    }

    private static void checkVersion(Path directory) throws IOException {
        Path file = directory.resolve(VERSION_FILE);
        if (!Files.exists(file)) {
            throw new PGliteException("directory " + directory
                    + " is not empty and not a PostgreSQL data directory (it has no PG_VERSION); choose an empty one");
        }
        String version = Files.readString(file).strip();
        if (!version.equals(MAJOR_VERSION)) {
            throw new PGliteException("data directory " + directory + " was made by PostgreSQL " + version
                    + ", but this is PostgreSQL " + MAJOR_VERSION + "; dump it there and restore it here");
        }
    }

    /** Gives the directory back to whoever wants it next. */
    @Override
    public void close() {
        release.run();
    }
}
