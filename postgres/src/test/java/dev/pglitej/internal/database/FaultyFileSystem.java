package dev.pglitej.internal.database;

import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.DirectoryEntry;
import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.FileSystemStat;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.Stat;
import dev.pglitej.internal.kernel.vfs.Symlink;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Another file system, with {@link Faults}. Thread-safe. */
final class FaultyFileSystem implements FileSystem {
    private final FileSystem below;
    private final Faults faults;

    FaultyFileSystem(FileSystem below, Faults faults) {
        this.below = below;
        this.faults = faults;
    }

    @Override
    public Directory root() {
        return new FaultyDirectory(below.root(), "");
    }

    @Override
    public FileSystemStat stat() {
        return below.stat();
    }

    @Override
    public void close() {
        below.close();
        faults.closing();
    }

    private Inode wrap(Inode inode, String path) {
        if (inode instanceof Directory directory) return new FaultyDirectory(directory, path);
        return inode instanceof Symlink ? inode : new FaultyInode(inode, path);
    }

    private static Inode unwrap(Inode inode) {
        return inode instanceof FaultyInode faulty ? faulty.below : inode;
    }

    private class FaultyInode implements Inode {
        final Inode below;
        final String path;

        FaultyInode(Inode below, String path) {
            this.below = below;
            this.path = path;
        }

        @Override
        public FileSystem fileSystem() {
            return FaultyFileSystem.this;
        }

        @Override
        public boolean isSameFile(Inode other) {
            return below.isSameFile(unwrap(other));
        }

        @Override
        public FileType type() {
            return below.type();
        }

        @Override
        public Stat stat() {
            return below.stat();
        }

        @Override
        public void changeMode(int permissions) {
            below.changeMode(permissions);
        }

        @Override
        public void changeOwner(int uid, int gid) {
            below.changeOwner(uid, gid);
        }

        @Override
        public void changeTimes(long accessedNanos, long modifiedNanos) {
            below.changeTimes(accessedNanos, modifiedNanos);
        }

        @Override
        public OpenFile open(int flags) {
            return new FaultyOpenFile(this, below.open(flags));
        }
    }

    private final class FaultyDirectory extends FaultyInode implements Directory {
        private final Directory directory;

        FaultyDirectory(Directory below, String path) {
            super(below, path);
            this.directory = below;
        }

        private String pathOf(String name) {
            return path.isEmpty() ? name : path + "/" + name;
        }

        @Override
        public FileType type() {
            return FileType.DIRECTORY;
        }

        @Override
        public Directory parent() {
            int slash = path.lastIndexOf('/');
            return new FaultyDirectory(directory.parent(), slash < 0 ? "" : path.substring(0, slash));
        }

        @Override
        public String name() {
            return directory.name();
        }

        @Override
        public @Nullable Inode find(String name) {
            Inode found = directory.find(name);
            return found == null ? null : wrap(found, pathOf(name));
        }

        @Override
        public OpenFile createFile(String name, int permissions, int flags) {
            OpenFile file = directory.createFile(name, permissions, flags);
            return new FaultyOpenFile(new FaultyInode(file.inode(), pathOf(name)), file);
        }

        @Override
        public Directory makeDirectory(String name, int permissions) {
            return new FaultyDirectory(directory.makeDirectory(name, permissions), pathOf(name));
        }

        @Override
        public void makeSymlink(String name, String target) {
            directory.makeSymlink(name, target);
        }

        @Override
        public void link(String name, Inode existing) {
            directory.link(name, unwrap(existing));
        }

        @Override
        public void unlink(String name) {
            directory.unlink(name);
            faults.removed(pathOf(name));
        }

        @Override
        public void removeDirectory(String name) {
            directory.removeDirectory(name);
        }

        @Override
        public void rename(String name, Directory target, String newName) {
            FaultyDirectory to = (FaultyDirectory) target;
            directory.rename(name, to.directory, newName);
            faults.renamed(pathOf(name), to.pathOf(newName));
        }

        @Override
        public List<DirectoryEntry> entries() {
            return directory.entries();
        }
    }

    private final class FaultyOpenFile implements OpenFile {
        private final FaultyInode inode;
        private final OpenFile below;

        FaultyOpenFile(FaultyInode inode, OpenFile below) {
            this.inode = inode;
            this.below = below;
        }

        @Override
        public Inode inode() {
            return inode;
        }

        @Override
        public int flags() {
            return below.flags();
        }

        @Override
        public boolean isSeekable() {
            return below.isSeekable();
        }

        @Override
        public Stat stat() {
            return below.stat();
        }

        @Override
        public long size() {
            return below.size();
        }

        @Override
        public int read(ByteBuffer target, long position) {
            return below.read(target, position);
        }

        @Override
        public int write(ByteBuffer source, long position) {
            int count = faults.writing(inode.path, position, source.remaining(), size());
            int limit = source.limit();
            source.limit(source.position() + count);
            int written = below.write(source, position);
            source.limit(limit);
            faults.written(inode.path, position, written);
            return written;
        }

        @Override
        public long append(ByteBuffer source) {
            long end = size();
            return end + write(source, end);
        }

        @Override
        public void truncate(long size) {
            long before = size();
            if (size > before) faults.writing(inode.path, before, (int) (size - before), before);
            below.truncate(size);
        }

        @Override
        public void allocate(long offset, long length) {
            faults.writing(inode.path, offset, (int) length, size());
            below.allocate(offset, length);
        }

        @Override
        public void sync(boolean dataOnly) {
            below.sync(dataOnly);
            faults.synced(inode.path);
        }

        @Override
        public void changeMode(int permissions) {
            below.changeMode(permissions);
        }

        @Override
        public void changeOwner(int uid, int gid) {
            below.changeOwner(uid, gid);
        }

        @Override
        public void changeTimes(long accessedNanos, long modifiedNanos) {
            below.changeTimes(accessedNanos, modifiedNanos);
        }

        @Override
        public void close() {
            below.close();
        }
    }
}
