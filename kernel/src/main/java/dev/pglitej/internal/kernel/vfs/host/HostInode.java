package dev.pglitej.internal.kernel.vfs.host;

import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.Stat;
import java.io.IOException;
import java.nio.file.Path;

/** What the host's files of all types have in common: a path, at any time. Thread-safe. */
abstract sealed class HostInode implements Inode permits HostDirectory, HostRegularFile, HostSymlink {

    final HostFileSystem fileSystem;

    HostInode(HostFileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    /** Where it is on the host at this moment. Renaming above it changes that. */
    abstract Path path();

    @Override
    public final FileSystem fileSystem() {
        return fileSystem;
    }

    @Override
    public final Stat stat() {
        return fileSystem.read(path()).stat();
    }

    final Object key() {
        return fileSystem.read(path()).key();
    }

    @Override
    public final void changeMode(int permissions) {
        try {
            fileSystem.attributes.changeMode(path(), permissions & Stat.PERMISSIONS);
        } catch (IOException e) {
            throw HostErrors.failure(e);
        }
    }

    @Override
    public final void changeOwner(int uid, int gid) {
        HostAttributes.checkOwner(uid, gid);
    }

    @Override
    public final void changeTimes(long accessedNanos, long modifiedNanos) {
        try {
            fileSystem.attributes.changeTimes(path(), accessedNanos, modifiedNanos);
        } catch (IOException e) {
            throw HostErrors.failure(e);
        }
    }
}
