package dev.pglitej.cluster;

import dev.pglitej.PGliteException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An operating-system lock on a data directory: two that open it would destroy it. The lock is on a file beside the data that holds the
 * owner's pid, and goes with the process, however that ends. Thread-safe.
 */
final class DirectoryLock implements AutoCloseable {
    /** In the directory, where PostgreSQL ignores it; its own postmaster.pid cannot be trusted, since pids in it are the guest's. */
    static final String FILE = "pglitej.lock";

    /**
     * The directories that this JVM has locked. POSIX drops all of a process's locks on a file when it closes any descriptor of it,
     * so the file of a lock that we hold must not even be opened again.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws PGliteException if somebody else has it, or the directory is not writable
     */
    static DirectoryLock take(Path directory) {
        try {
            Path real = directory.toRealPath();
            if (!HELD.add(real)) throw inUse(directory, ownPid());
            try {
                return new DirectoryLock(real, lock(directory));
            } catch (IOException | RuntimeException e) {
                HELD.remove(real);
                throw e;
            }
        } catch (AccessDeniedException e) {
            throw new PGliteException(
                    "cannot lock data directory " + directory + ": no permission to write " + e.getFile()
                            + "; have its owner change that",
                    e);
        } catch (IOException e) {
            throw new PGliteException("cannot lock data directory " + directory + ": " + e, e);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            // Released when the channel is closed.
            if (channel.tryLock() == null) {
                throw inUse(
                        directory,
                        Files.readString(file, StandardCharsets.US_ASCII).strip());
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(ownPid().getBytes(StandardCharsets.US_ASCII)), 0);
            return channel;
        } catch (OverlappingFileLockException e) {
            channel.close();
            // HELD is one a class loader, the lock one a JVM.
            throw inUse(directory, ownPid());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    static PGliteException inUse(Path directory, String pid) {
        return new PGliteException(
                "data directory " + directory + " is in use by pid " + pid + "; close it there first");
    }

    private static String ownPid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    /** Gives the directory back. Closing again does nothing. */
    @Override
    public synchronized void close() {
        if (!channel.isOpen()) return;
        try {
            channel.close();
        } catch (IOException e) {
            throw new PGliteException("cannot release the lock on data directory " + directory + ": " + e, e);
        } finally {
            HELD.remove(directory);
        }
    }
}
