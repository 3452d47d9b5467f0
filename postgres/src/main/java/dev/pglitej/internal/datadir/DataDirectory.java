package dev.pglitej.internal.datadir;

import dev.pglitej.api.Durability;
import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.admin.Backup;
import dev.pglitej.internal.admin.DiskSync;
import dev.pglitej.internal.admin.HostNames;
import dev.pglitej.internal.admin.OwnFiles;
import dev.pglitej.internal.kernel.vfs.host.HostFileSystem;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks a directory on disk before a database in it is opened, and locks it. A refused directory is not changed. Confined to the thread
 * that opens the database.
 */
// RATIONALE: "How is a database that is being made told from a finished one?"
public final class DataDirectory {
    private static final String MAJOR_VERSION = "18";
    private static final String VERSION_FILE = "PG_VERSION";
    private static final String PID_FILE = "postmaster.pid";
    private static final String MARK = HostNames.INITIALIZING;
    /**
     * The name of the control file until the database is complete. A directory with a control file under its real name is never cleared.
     */
    private static final String UNFINISHED_CONTROL = "pglitej.control";
    /** Our own files, and files that exist in the root of a new volume. */
    private static final Set<String> IGNORED =
            Stream.concat(HostNames.ALL.stream(), Stream.of("lost+found")).collect(Collectors.toUnmodifiableSet());

    private final Path path;

    private DataDirectory(Path path) {
        this.path = path;
    }

    /**
     * Locks a data directory, which is created if it does not exist.
     *
     * @throws PGliteException if it is something else, of another version or layout, in use, incomplete, or not accessible
     */
    public static DirectoryStorage open(Path path, Durability durability, Capacity capacity) {
        DataDirectory directory = new DataDirectory(path);
        try {
            return directory.open(durability, capacity);
        } catch (AccessDeniedException e) {
            throw directory.noPermission("open " + e.getFile(), e);
        } catch (IOException e) {
            throw new PGliteException("cannot use " + path + " as a data directory: " + e, e);
        }
    }

    private DirectoryStorage open(Durability durability, Capacity capacity) throws IOException {
        make();
        checkAccess();
        check();
        DirectoryLock lock = DirectoryLock.take(path);
        try {
            // Checked again under the lock: its former holder may have made a data directory of an empty one meanwhile.
            check();
            boolean isNew = isNew();
            if (isNew) begin();
            else Files.deleteIfExists(path.resolve(MARK));
            HostFileSystem files = HostFileSystem.openHiding(IGNORED, path);
            if (isNew) files.withholdName(ControlFile.DIRECTORY, ControlFile.NAME, UNFINISHED_CONTROL);
            return new DirectoryStorage(
                    this, lock, files, capacity, isNew, durability != Durability.NONE, settings(durability, path));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static List<String> settings(Durability durability, Path directory) {
        List<String> settings = new ArrayList<>(
                switch (durability) {
                    case FULL -> List.of("fsync=on", "synchronous_commit=on");
                    case RELAXED -> List.of("fsync=on", "synchronous_commit=off");
                    case NONE -> List.of("fsync=off", "synchronous_commit=off");
                });
        // Recovery of a backup refuses in-place tablespaces otherwise (CheckTablespaceDirectory in xlogrecovery.c).
        if (Files.exists(directory.resolve(Backup.LABEL))) settings.add("allow_in_place_tablespaces=on");
        return settings;
    }

    private void make() throws IOException {
        Path above = path.toAbsolutePath();
        while (above != null && Files.notExists(above)) above = above.getParent();
        try {
            if (above != null && !above.equals(path.toAbsolutePath())) {
                Files.createDirectories(path.toAbsolutePath().getParent());
                OwnFiles.createDirectory(path);
            } else {
                Files.createDirectories(path);
            }
            for (Path made = path.toAbsolutePath(); made != null && !made.equals(above); made = made.getParent()) {
                DiskSync.directory(made.getParent());
            }
        } catch (FileAlreadyExistsException e) {
            throw new PGliteException(
                    "cannot make data directory " + path + ": " + e.getFile()
                            + " is not a directory; choose another place",
                    e);
        } catch (AccessDeniedException e) {
            throw noPermission("make it", e);
        } catch (FileSystemException e) {
            throw new PGliteException("cannot make data directory " + path + ": " + e, e);
        }
    }

    private void checkAccess() throws IOException {
        // This only improves messages. A permission that is lost later gives the system's own error.
        if (!Files.isReadable(path) || !Files.isExecutable(path)) throw noPermission("read it", null);
        if (!Files.isWritable(path)) {
            if (Files.getFileStore(path).isReadOnly()) {
                throw new PGliteException("data directory " + path
                        + " is on a file system that is mounted read-only; a database has to write to it");
            }
            throw noPermission("write to it", null);
        }
    }

    private PGliteException noPermission(String action, @Nullable Throwable cause) {
        return new PGliteException(
                ("no permission to use data directory %s: user %s may not %s%s;"
                                + " choose another directory, or have its owner change the permissions")
                        .formatted(path, System.getProperty("user.name"), action, ownership()),
                cause);
    }

    private String ownership() {
        try {
            return " (it belongs to %s, %s)"
                    .formatted(
                            Files.getOwner(path).getName(),
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        } catch (IOException | UnsupportedOperationException e) {
            // It may not exist, or not report it. The message is complete without it.
            return "";
        }
    }

    /** A mark beside a control file has no meaning: deleting the mark is the last step of making a database. */
    private boolean isNew() throws IOException {
        return (Files.exists(path.resolve(MARK)) && !isComplete()) || isEmpty();
    }

    private boolean isComplete() {
        return Files.exists(path.resolve(ControlFile.PATH), LinkOption.NOFOLLOW_LINKS);
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> contents = Files.list(path)) {
            return contents.allMatch(DataDirectory::isIgnored);
        }
    }

    private static boolean isIgnored(Path file) {
        return IGNORED.contains(file.getFileName().toString());
    }

    /** Whether it is new, or a data directory that this build can open. */
    private void check() throws IOException {
        if (Files.exists(path.resolve(HostNames.UNFINISHED))) {
            throw new PGliteException("directory " + path
                    + " is a backup, or a restored one, that was interrupted; delete it, and do that again");
        }
        if (isNew()) return;
        Path file = path.resolve(VERSION_FILE);
        if (!Files.exists(file)) {
            throw new PGliteException("directory " + path
                    + " is not empty and not a PostgreSQL data directory (it has no PG_VERSION); choose an empty one");
        }
        String version = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (!version.equals(MAJOR_VERSION)) {
            throw new PGliteException("data directory " + path + " was made by PostgreSQL " + version
                    + ", but this is PostgreSQL " + MAJOR_VERSION + "; dump it there and restore it here");
        }
        ControlFile.check(path);
        checkServer();
    }

    /** A native server locks its directory by a file with its pid; the pids that guests write there are negative. */
    private void checkServer() throws IOException {
        Path file = path.resolve(PID_FILE);
        if (!Files.exists(file)) return;
        String pid = Files.readString(file, StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse("")
                .strip();
        if (pid.matches("[1-9][0-9]{0,9}")
                && ProcessHandle.of(Long.parseLong(pid)).isPresent()) {
            throw DirectoryLock.inUse(path, pid);
        }
    }

    /** Removes the files of an interrupted creation, and marks the directory as unfinished. */
    private void begin() throws IOException {
        OwnFiles.restrict(path);
        Path mark = path.resolve(MARK);
        if (!Files.exists(mark)) {
            OwnFiles.create(mark);
            DiskSync.directory(path);
            return;
        }
        clear();
    }

    private void clear() throws IOException {
        if (isComplete()) {
            throw new IOException("there is a complete database in " + path + ", which nothing may delete");
        }
        try (Stream<Path> contents = Files.list(path)) {
            for (Path left : contents.filter(file -> !isIgnored(file)).toList()) delete(left);
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /** If this fails too, the mark stays, and the next opening begins anew. */
    void abandon() {
        try {
            clear();
            Files.delete(path.resolve(MARK));
        } catch (IOException e) {
            throw new PGliteException("cannot delete the unfinished data directory " + path + ": " + e, e);
        }
    }

    /** Gives the control file of a complete database its real name, and removes the mark. */
    void finish(HostFileSystem files) {
        try {
            files.giveName();
            DiskSync.directory(path.resolve(ControlFile.DIRECTORY));
            Files.delete(path.resolve(MARK));
            DiskSync.directory(path);
        } catch (IOException e) {
            throw new PGliteException("cannot finish making data directory " + path + ": " + e, e);
        }
    }
}
