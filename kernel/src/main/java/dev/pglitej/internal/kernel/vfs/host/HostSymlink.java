package dev.pglitej.internal.kernel.vfs.host;

import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.Symlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A symbolic link of the host, which the host is never made to follow. Thread-safe. */
final class HostSymlink extends HostInode implements Symlink {

    private final HostDirectory directory;
    private final String name;

    HostSymlink(HostDirectory directory, String name) {
        super(directory.fileSystem);
        this.directory = directory;
        this.name = name;
    }

    @Override
    Path path() {
        return directory.pathOf(name);
    }

    @Override
    public boolean isSameFile(Inode other) {
        return other instanceof HostSymlink link
                && link.fileSystem == fileSystem
                && link.key().equals(key());
    }

    @Override
    public String target() {
        try {
            return Files.readSymbolicLink(path()).toString();
        } catch (IOException e) {
            throw HostErrors.failure(e);
        }
    }
}
