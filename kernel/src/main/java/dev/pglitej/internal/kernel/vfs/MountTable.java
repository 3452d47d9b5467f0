package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.FirstFailure;
import dev.pglitej.internal.kernel.vfs.PathWalk.End;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One name space of mounted file systems: resolves path names, and implements every system call that takes one. Thread-safe.
 *
 * <p>A path is relative to the {@code base} given with it, a working directory or an open one, unless it begins with a slash.
 * Changes of names are atomic within a file system, not across the steps of a walk, as anywhere.
 */
public final class MountTable implements AutoCloseable {

    /** The bits of access(2). */
    public static final int X_OK = 1;

    public static final int W_OK = 2;
    public static final int R_OK = 4;

    private static final int ANY_EXECUTE = 0111;

    private final FileSystem root;
    private final List<Mount> mounts = new CopyOnWriteArrayList<>();

    private record Mount(Directory point, FileSystem fileSystem) {}

    public MountTable(FileSystem root) {
        this.root = root;
    }

    /** Mounts a file system on the directory at {@code path}. This table closes it from now on. */
    public void mount(String path, FileSystem fileSystem) {
        Directory point = directory(root(), path);
        if (isFileSystemRoot(point)) throw Errno.EBUSY.failure();
        mounts.add(new Mount(point, fileSystem));
    }

    public Directory root() {
        return root.root();
    }

    /** The file of that name, symbolic links followed. */
    public Inode resolve(Directory base, String path) {
        return new PathWalk(this).resolve(base, path, true);
    }

    /** The file of that name, be it a symbolic link. */
    public Inode resolveNoFollow(Directory base, String path) {
        return new PathWalk(this).resolve(base, path, false);
    }

    public Directory directory(Directory base, String path) {
        return resolve(base, path).asDirectory();
    }

    /** The absolute path of a directory, as in getcwd; ENOENT if it has been removed. */
    public String pathOf(Directory directory) {
        List<String> names = new ArrayList<>();
        Directory at = uncovered(directory);
        while (!isRoot(at)) {
            names.add(at.name());
            at = uncovered(at.parent());
        }
        Collections.reverse(names);
        return "/" + String.join("/", names);
    }

    /** Checks what access(2) does. The only user is a superuser: it may read and write all, and execute what anyone may. */
    public void access(Directory base, String path, int wanted, boolean follow) {
        Inode inode = new PathWalk(this).resolve(base, path, follow);
        boolean file = inode.type() == FileType.REGULAR;
        if ((wanted & X_OK) != 0 && file && (inode.stat().mode() & ANY_EXECUTE) == 0) throw Errno.EACCES.failure();
        boolean storage = file || inode instanceof Directory;
        if ((wanted & W_OK) != 0 && storage && inode.fileSystem().stat().readOnly()) throw Errno.EROFS.failure();
    }

    /** open(2), the mode already cleared of the umask's bits. */
    public OpenFile open(Directory base, String path, int flags, int permissions) {
        if (OpenFlags.has(flags, OpenFlags.O_CREAT | OpenFlags.O_DIRECTORY)) throw Errno.EINVAL.failure();
        PathWalk walk = new PathWalk(this);
        End end = walk.toLast(base, path);
        if (end.slashed() && OpenFlags.has(flags, OpenFlags.O_CREAT)) throw Errno.EISDIR.failure();
        while (true) {
            Inode inode = walk.find(end);
            if (inode == null) {
                OpenFile created = create(end, flags, permissions);
                if (created != null) return created;
            } else if (OpenFlags.has(flags, OpenFlags.O_CREAT | OpenFlags.O_EXCL)) {
                throw Errno.EEXIST.failure();
            } else if (inode instanceof Symlink link && follows(end, flags)) {
                end = walk.through(link, end);
            } else {
                return openFound(inode, end, flags);
            }
        }
    }

    private static boolean follows(End end, int flags) {
        return end.slashed() || !OpenFlags.has(flags, OpenFlags.O_NOFOLLOW);
    }

    /** Null if someone else has made the file in the meantime and that will do. */
    private static @Nullable OpenFile create(End end, int flags, int permissions) {
        if (!OpenFlags.has(flags, OpenFlags.O_CREAT)) throw Errno.ENOENT.failure();
        if (end.slashed()) throw Errno.EISDIR.failure();
        try {
            return end.directory().createFile(end.name(), permissions & Stat.PERMISSIONS, flags);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EEXIST && !OpenFlags.has(flags, OpenFlags.O_EXCL)) return null;
            throw e;
        }
    }

    private static OpenFile openFound(Inode inode, End end, int flags) {
        if (OpenFlags.has(flags, OpenFlags.O_CREAT) && (inode instanceof Directory || end.slashed())) {
            throw Errno.EISDIR.failure();
        }
        if (OpenFlags.has(flags, OpenFlags.O_DIRECTORY) || end.slashed()) {
            return inode.asDirectory().open(flags);
        }
        return inode.open(flags);
    }

    public void truncate(Directory base, String path, long size) {
        try (OpenFile file = resolve(base, path).open(OpenFlags.O_WRONLY)) {
            file.truncate(size);
        }
    }

    public void makeDirectory(Directory base, String path, int permissions) {
        End end = toNew(base, path);
        end.directory().makeDirectory(end.name(), permissions & Stat.PERMISSIONS);
    }

    public void makeSymlink(String target, Directory base, String path) {
        PathNames.checkPath(target);
        End end = toNewFile(base, path);
        end.directory().makeSymlink(end.name(), target);
    }

    /** link(2); a symbolic link as {@code existing} gets the new name itself, or its target does if {@code follow}. */
    public void link(Directory oldBase, String existing, Directory newBase, String path, boolean follow) {
        Inode inode = new PathWalk(this).resolve(oldBase, existing, follow);
        End end = toNewFile(newBase, path);
        if (inode.fileSystem() != end.directory().fileSystem()) throw Errno.EXDEV.failure();
        if (inode instanceof Directory) throw Errno.EPERM.failure();
        end.directory().link(end.name(), inode);
    }

    /** The end of a path that must not exist yet. */
    private End toNew(Directory base, String path) {
        PathWalk walk = new PathWalk(this);
        End end = walk.toLast(base, path);
        if (end.isDots() || walk.find(end) != null) throw Errno.EEXIST.failure();
        return end;
    }

    private End toNewFile(Directory base, String path) {
        End end = toNew(base, path);
        if (end.slashed()) throw Errno.ENOENT.failure();
        return end;
    }

    public void unlink(Directory base, String path) {
        PathWalk walk = new PathWalk(this);
        End end = walk.toLast(base, path);
        if (end.isDots()) throw Errno.EISDIR.failure();
        if (end.slashed()) end.directory().lookup(end.name()).asDirectory();
        refuseMountPoint(walk.find(end));
        end.directory().unlink(end.name());
    }

    public void removeDirectory(Directory base, String path) {
        PathWalk walk = new PathWalk(this);
        End end = walk.toLast(base, path);
        if (end.isDots()) throw (end.isHere() ? Errno.EINVAL : Errno.ENOTEMPTY).failure();
        refuseMountPoint(walk.find(end));
        end.directory().removeDirectory(end.name());
    }

    public void rename(Directory oldBase, String oldPath, Directory newBase, String newPath) {
        PathWalk oldWalk = new PathWalk(this);
        PathWalk newWalk = new PathWalk(this);
        End from = oldWalk.toLast(oldBase, oldPath);
        End to = newWalk.toLast(newBase, newPath);
        if (from.directory().fileSystem() != to.directory().fileSystem()) throw Errno.EXDEV.failure();
        if (from.isDots() || to.isDots()) throw Errno.EBUSY.failure();
        Inode moved = oldWalk.find(from);
        refuseMountPoint(moved);
        refuseMountPoint(newWalk.find(to));
        if (moved != null && !(moved instanceof Directory) && (from.slashed() || to.slashed())) {
            throw Errno.ENOTDIR.failure();
        }
        from.directory().rename(from.name(), to.directory(), to.name());
    }

    private void refuseMountPoint(@Nullable Inode inode) {
        if (inode instanceof Directory directory && isFileSystemRoot(directory)) throw Errno.EBUSY.failure();
    }

    /** The directory above, seen through mount points; the root is above itself. */
    public Directory parentOf(Directory directory) {
        return uncovered(directory).parent();
    }

    /** The root of the file system that is mounted on {@code inode}, or {@code inode} itself. */
    Inode covering(Inode inode) {
        if (inode instanceof Directory directory) {
            for (Mount mount : mounts) {
                if (mount.point().fileSystem() == directory.fileSystem()
                        && mount.point().isSameFile(directory)) {
                    return mount.fileSystem().root();
                }
            }
        }
        return inode;
    }

    /** The directory that {@code directory} is mounted on, or else itself. */
    private Directory uncovered(Directory directory) {
        if (isFileSystemRoot(directory)) {
            for (Mount mount : mounts) {
                if (mount.fileSystem() == directory.fileSystem()) return mount.point();
            }
        }
        return directory;
    }

    private boolean isRoot(Directory directory) {
        return directory.fileSystem() == root && isFileSystemRoot(directory);
    }

    private static boolean isFileSystemRoot(Directory directory) {
        return directory.fileSystem().root().isSameFile(directory);
    }

    /** Closes the mounted file systems, the last one first, and then the root. */
    @Override
    public void close() {
        List<FileSystem> all = new ArrayList<>(List.of(root));
        mounts.forEach(mount -> all.add(mount.fileSystem()));
        FirstFailure failure = new FirstFailure();
        for (int i = all.size() - 1; i >= 0; i--) failure.in(all.get(i)::close);
        failure.rethrow();
    }
}
