package dev.pglitej.internal.kernel.vfs.host;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import java.nio.file.Path;

/**
 * A file of the host that is neither directory nor link, by its directory and name there. Thread-safe.
 *
 * <p>When another file gets that name, it refers to that one, because Java has no reference to a file without its name, except an open one.
 */
final class HostRegularFile extends HostInode {

    private final HostDirectory directory;
    private final String name;
    private final FileType type;

    HostRegularFile(HostDirectory directory, String name, FileType type) {
        super(directory.fileSystem);
        this.directory = directory;
        this.name = name;
        this.type = type;
    }

    @Override
    Path path() {
        return directory.pathOf(name);
    }

    @Override
    public boolean isSameFile(Inode other) {
        return other instanceof HostRegularFile file
                && file.fileSystem == fileSystem
                && file.key().equals(key());
    }

    @Override
    public FileType type() {
        return type;
    }

    @Override
    public OpenFile open(int flags) {
        HostFile file;
        synchronized (fileSystem.lock) {
            file = fileSystem.open(directory, name);
        }
        Errno refusal = file.writeRefusal();
        if (refusal != null && OpenFlags.isWritable(flags)) {
            fileSystem.release(file);
            throw refusal.failure();
        }
        HostOpenFile open = new HostOpenFile(this, file, flags);
        if (OpenFlags.has(flags, OpenFlags.O_TRUNC) && OpenFlags.isWritable(flags)) open.truncate(0);
        return open;
    }
}
