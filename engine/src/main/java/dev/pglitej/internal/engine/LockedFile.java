package dev.pglitej.internal.engine;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file that is locked against all other openers, in this process and in others, until it is unlocked or the process ends. Thread-safe.
 *
 * <p>Other code may open and close the file meanwhile: unlike a {@link java.nio.channels.FileLock} on a POSIX system, the lock stays.
 */
public final class LockedFile implements AutoCloseable {
    private final int descriptor;
    private final AtomicBoolean isUnlocked = new AtomicBoolean();

    private LockedFile(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Locks an existing file that may be written to.
     *
     * @return empty if it is locked already
     * @throws EngineException if the operating system refuses for another reason, or there is no native library
     */
    public static Optional<LockedFile> lock(Path file) {
        NativeRuntime.ensureLoaded();
        int descriptor = NativeRuntime.lockFile(NativeRuntime.path(file));
        return descriptor < 0 ? Optional.empty() : Optional.of(new LockedFile(descriptor));
    }

    /** Unlocks it. Closing again does nothing. */
    @Override
    public void close() {
        if (isUnlocked.compareAndSet(false, true)) NativeRuntime.unlockFile(descriptor);
    }
}
