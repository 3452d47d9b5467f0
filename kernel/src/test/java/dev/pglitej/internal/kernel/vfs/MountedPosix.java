package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.Errno;
import java.nio.ByteBuffer;
import java.util.List;

/** The contract's system calls on a mount table, from the working directory {@code base}. */
record MountedPosix(MountTable mounts, Directory base) implements Posix {

    static MountedPosix on(FileSystem fileSystem) {
        MountTable mounts = new MountTable(fileSystem);
        return new MountedPosix(mounts, mounts.root());
    }

    private record OpenHandle(OpenFile file) implements Handle {

        @Override
        public int read(ByteBuffer target, long position) {
            return file.read(target, position);
        }

        @Override
        public int write(ByteBuffer source, long position) {
            return file.write(source, position);
        }

        @Override
        public long append(ByteBuffer source) {
            return file.append(source);
        }

        @Override
        public void truncate(long size) {
            file.truncate(size);
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void close() {
            file.close();
        }
    }

    @Override
    public Handle open(String path, int flags, int permissions) {
        return new OpenHandle(mounts.open(base, path, flags, permissions));
    }

    @Override
    public void mkdir(String path) {
        mounts.makeDirectory(base, path, 0755);
    }

    @Override
    public void rmdir(String path) {
        mounts.removeDirectory(base, path);
    }

    @Override
    public void unlink(String path) {
        mounts.unlink(base, path);
    }

    @Override
    public void rename(String from, String to) {
        mounts.rename(base, from, base, to);
    }

    @Override
    public void link(String existing, String path) {
        mounts.link(base, existing, base, path, false);
    }

    @Override
    public void symlink(String target, String path) {
        mounts.makeSymlink(target, base, path);
    }

    @Override
    public String readlink(String path) {
        Inode inode = mounts.resolveNoFollow(base, path);
        if (inode instanceof Symlink link) return link.target();
        throw Errno.EINVAL.failure();
    }

    @Override
    public void chmod(String path, int permissions) {
        mounts.resolve(base, path).changeMode(permissions);
    }

    @Override
    public void truncate(String path, long size) {
        mounts.truncate(base, path, size);
    }

    @Override
    public void setModified(String path, long nanos) {
        mounts.resolve(base, path).changeTimes(Inode.OMIT_TIME, nanos);
    }

    @Override
    public long modified(String path) {
        return mounts.resolve(base, path).stat().modifiedNanos();
    }

    @Override
    public Facts stat(String path) {
        return facts(mounts.resolve(base, path));
    }

    @Override
    public Facts lstat(String path) {
        return facts(mounts.resolveNoFollow(base, path));
    }

    private static Facts facts(Inode inode) {
        Stat stat = inode.stat();
        return new Facts(stat.type(), stat.permissions(), stat.size(), stat.links());
    }

    @Override
    public List<String> list(String path) {
        return mounts.directory(base, path).entries().stream()
                .map(DirectoryEntry::name)
                .sorted()
                .toList();
    }
}
