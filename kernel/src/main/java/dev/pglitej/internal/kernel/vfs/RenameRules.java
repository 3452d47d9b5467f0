package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.Errno;
import org.jspecify.annotations.Nullable;

/** When rename(2) refuses, and with which error, in the order of the checks in Linux. */
public final class RenameRules {

    private RenameRules() {}

    /** Whether there is anything to do, which there is not if both names are the same file's. */
    public static boolean allow(Directory from, Inode moved, Directory to, @Nullable Inode replaced) {
        if (moved instanceof Directory directory && isWithin(to, directory)) throw Errno.EINVAL.failure();
        if (replaced == null) return true;
        if (replaced instanceof Directory directory && isWithin(from, directory)) throw Errno.ENOTEMPTY.failure();
        if (replaced.isSameFile(moved)) return false;
        checkKinds(moved, replaced);
        if (replaced instanceof Directory directory && !directory.entries().isEmpty()) throw Errno.ENOTEMPTY.failure();
        return true;
    }

    private static void checkKinds(Inode moved, Inode replaced) {
        if (moved instanceof Directory && !(replaced instanceof Directory)) throw Errno.ENOTDIR.failure();
        if (!(moved instanceof Directory) && replaced instanceof Directory) throw Errno.EISDIR.failure();
    }

    /** Whether {@code above} is {@code directory} or a directory that it lies in. */
    private static boolean isWithin(Directory directory, Directory above) {
        Directory at = directory;
        while (!at.isSameFile(above)) {
            Directory parent = at.parent();
            if (parent.isSameFile(at)) return false;
            at = parent;
        }
        return true;
    }
}
