package dev.pglitej.cluster;

import dev.pglitej.PGliteException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * An operating-system lock on a data directory: two that open it would destroy it. The lock is on a file beside the data that holds the
 * owner's pid, and goes with the process, however that ends. Thread-safe.
 */
final class DirectoryLock implements AutoCloseable {
    /** In the directory, where PostgreSQL ignores it; its own postmaster.pid cannot be trusted, since pids in it are the guest's. */
    private static final String FILE = "pglitej.lock";

    private final FileChannel channel;
    private final FileLock lock;

    private DirectoryLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock.
     *
     * @throws PGliteException if somebody else has it, or the directory is not writable
     */
    static DirectoryLock take(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new PGliteException("data directory " + directory + " is in use by pid "
                        + Files.readString(file, StandardCharsets.US_ASCII).strip() + "; close it there first");
            }
            byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid), 0);
            return new DirectoryLock(channel, lock);
        } catch (IOException e) {
            throw new PGliteException("cannot lock data directory " + directory + ": " + e, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // This very JVM has it, which the lock file's pid says as well.
            return null;
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new PGliteException("cannot release the lock on the data directory: " + e, e);
        }
    }
}
