package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.Errno;
import org.jspecify.annotations.Nullable;

/**
 * One walk along a path name, through mount points and symbolic links. Confined to the call that needs it.
 *
 * <p>It stops before the last component, whose meaning differs from call to call.
 */
final class PathWalk {

    private static final int MOST_SYMLINKS = 40;
    private static final String HERE = ".";
    private static final String PARENT = "..";

    private final MountTable mounts;
    private int symlinks;

    PathWalk(MountTable mounts) {
        this.mounts = mounts;
    }

    /**
     * Where a walk stopped.
     *
     * @param directory where the last component is to be looked for
     * @param name "." for a path of slashes alone
     * @param slashed whether slashes follow, which ask for a directory
     */
    record End(Directory directory, String name, boolean slashed) {

        /** Whether it is "." or "..", which cannot be made, removed or renamed. */
        boolean isDots() {
            return name.equals(HERE) || name.equals(PARENT);
        }

        boolean isHere() {
            return name.equals(HERE);
        }
    }

    End toLast(Directory base, String path) {
        PathNames.checkPath(path);
        Directory directory = path.charAt(0) == '/' ? mounts.root() : base;
        int start = skipSlashes(path, 0);
        if (start == path.length()) return new End(directory, HERE, true);
        while (true) {
            int slash = path.indexOf('/', start);
            if (slash < 0) return end(directory, path.substring(start), false);
            String name = path.substring(start, slash);
            start = skipSlashes(path, slash);
            if (start == path.length()) return end(directory, name, true);
            directory = step(directory, name, true).asDirectory();
        }
    }

    private static End end(Directory directory, String name, boolean slashed) {
        PathNames.checkName(name);
        return new End(directory, name, slashed);
    }

    private static int skipSlashes(String path, int from) {
        int at = from;
        while (at < path.length() && path.charAt(at) == '/') at++;
        return at;
    }

    /** The inode a walk ends at; the slashes behind the last component count as one more step. */
    Inode resolve(Directory base, String path, boolean follow) {
        End end = toLast(base, path);
        Inode inode = step(end.directory(), end.name(), follow || end.slashed());
        return end.slashed() ? inode.asDirectory() : inode;
    }

    private Inode step(Directory directory, String name, boolean follow) {
        Inode inode = find(directory, name);
        if (inode == null) throw Errno.ENOENT.failure();
        if (follow && inode instanceof Symlink link) return resolve(directory, targetOf(link), true);
        return inode;
    }

    /** One component, seen through mount points; null where there is none. */
    private @Nullable Inode find(Directory directory, String name) {
        if (name.equals(HERE)) return directory;
        if (name.equals(PARENT)) return mounts.parentOf(directory);
        PathNames.checkName(name);
        Inode inode = directory.find(name);
        return inode == null ? null : mounts.covering(inode);
    }

    @Nullable
    Inode find(End end) {
        return find(end.directory(), end.name());
    }

    /** Where the walk goes on that {@code link}, found at {@code end}, redirects. */
    End through(Symlink link, End end) {
        End next = toLast(end.directory(), targetOf(link));
        return new End(next.directory(), next.name(), next.slashed() || end.slashed());
    }

    private String targetOf(Symlink link) {
        symlinks++;
        if (symlinks > MOST_SYMLINKS) throw Errno.ELOOP.failure();
        return link.target();
    }
}
