package dev.pglitej.internal.kernel.vfs.host;

import dev.pglitej.internal.kernel.vfs.OpenDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A directory of the host held open: no descriptor of the host's, but the name, so that it can be synced. Thread-safe. */
final class HostOpenDirectory extends OpenDirectory {

    private final HostDirectory directory;

    HostOpenDirectory(HostDirectory directory, int flags) {
        super(directory, flags, () -> {});
        this.directory = directory;
    }

    /** Makes names durable, where the host lets directories be opened; elsewhere (Windows) its journal is all there is. */
    @Override
    public void sync(boolean dataOnly) {
        Path path = directory.path();
        if (!directory.fileSystem.attributes.canSyncDirectories()) return;
        boolean interrupted = Thread.interrupted();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw HostErrors.failure(e);
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
