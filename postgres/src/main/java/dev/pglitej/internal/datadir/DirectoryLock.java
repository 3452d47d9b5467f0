package dev.pglitej.internal.datadir;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.admin.HostNames;
import dev.pglitej.internal.admin.OwnFiles;
import dev.pglitej.internal.engine.EngineException;
import dev.pglitej.internal.engine.LockedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An operating-system lock on a data directory, because two processes that open it would destroy it. The lock is on a file in the directory
 * that contains the owner's pid. It ends with the process, however that ends. Thread-safe.
 */
// RATIONALE: "Why is a lock file in the data directory, when PostgreSQL has postmaster.pid?"
final class DirectoryLock implements AutoCloseable {
    /** PostgreSQL ignores it. Its own postmaster.pid is of no use, because the pids in it are those of guests. */
    private static final String FILE = HostNames.LOCK;

    private final LockedFile file;

    private DirectoryLock(LockedFile file) {
        this.file = file;
    }

    /**
     * Takes the lock.
     *
     * @throws PGliteException if it is locked already, or the directory is not writable
     */
    static DirectoryLock take(Path directory) {
        try {
            return new DirectoryLock(lock(directory));
        } catch (AccessDeniedException e) {
            throw new PGliteException(
                    "cannot lock data directory " + directory + ": no permission to write " + e.getFile()
                            + "; have its owner change the permissions",
                    e);
        } catch (IOException e) {
            throw new PGliteException("cannot lock data directory " + directory + ": " + e, e);
        } catch (EngineException e) {
            throw new PGliteException("cannot lock data directory " + directory + ": " + e.getMessage(), e);
        }
    }

    private static LockedFile lock(Path directory) throws IOException {
        Path path = directory.resolve(FILE);
        try {
            OwnFiles.create(path);
        } catch (FileAlreadyExistsException e) {
            // The pid of a former owner, or of the present one.
        }
        if (!Files.isWritable(path)) throw new AccessDeniedException(path.toString());
        LockedFile locked = LockedFile.lock(path).orElseThrow(() -> inUse(directory, owner(path)));
        try {
            Files.writeString(path, ownPid(), StandardCharsets.US_ASCII);
            return locked;
        } catch (IOException | RuntimeException e) {
            locked.close();
            throw e;
        }
    }

    private static String owner(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        } catch (IOException e) {
            return "(unknown: " + e + ")";
        }
    }

    static PGliteException inUse(Path directory, String pid) {
        return new PGliteException(
                "data directory " + directory + " is in use by pid " + pid + "; close it there first");
    }

    private static String ownPid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    /** Unlocks the directory. Closing again does nothing. */
    @Override
    public void close() {
        file.close();
    }
}
