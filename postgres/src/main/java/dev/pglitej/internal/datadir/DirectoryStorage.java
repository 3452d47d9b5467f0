package dev.pglitej.internal.datadir;

import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.host.HostFileSystem;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import java.util.List;
import java.util.function.UnaryOperator;

/** A directory on disk, locked until this is closed. Made by {@link DataDirectory#open}. Immutable. */
public final class DirectoryStorage implements Storage {
    private final DataDirectory directory;
    private final DirectoryLock lock;
    private final HostFileSystem disk;
    private final FileSystem files;
    private final Capacity capacity;
    private final boolean isNew;
    private final boolean syncs;
    private final List<String> settings;

    private DirectoryStorage(
            DataDirectory directory,
            DirectoryLock lock,
            HostFileSystem disk,
            FileSystem files,
            Capacity capacity,
            boolean isNew,
            boolean syncs,
            List<String> settings) {
        this.directory = directory;
        this.lock = lock;
        this.disk = disk;
        this.files = files;
        this.capacity = capacity;
        this.isNew = isNew;
        this.syncs = syncs;
        this.settings = List.copyOf(settings);
    }

    DirectoryStorage(
            DataDirectory directory,
            DirectoryLock lock,
            HostFileSystem disk,
            Capacity capacity,
            boolean isNew,
            boolean syncs,
            List<String> settings) {
        this(directory, lock, disk, disk, capacity, isNew, syncs, settings);
    }

    /** The same storage, whose files PostgreSQL accesses through another file system. Close only one of the two. */
    public DirectoryStorage through(UnaryOperator<FileSystem> layer) {
        return new DirectoryStorage(directory, lock, disk, layer.apply(files), capacity, isNew, syncs, settings);
    }

    @Override
    public FileSystem files() {
        return files;
    }

    @Override
    public Capacity capacity() {
        return capacity;
    }

    @Override
    public boolean isNew() {
        return isNew;
    }

    @Override
    public List<String> settings() {
        return settings;
    }

    @Override
    public boolean isVolatile() {
        return false;
    }

    @Override
    public boolean syncs() {
        return syncs;
    }

    @Override
    public void initialized() {
        directory.finish(disk);
    }

    @Override
    public void abandoned() {
        directory.abandon();
    }

    @Override
    public void close() {
        lock.close();
    }
}
