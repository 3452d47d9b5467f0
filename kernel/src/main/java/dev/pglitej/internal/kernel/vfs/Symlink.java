package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.Errno;

/** A symbolic link. Thread-safe. */
public interface Symlink extends Inode {

    /** The path it stands for, as it was written. */
    String target();

    @Override
    default FileType type() {
        return FileType.SYMLINK;
    }

    @Override
    default OpenFile open(int flags) {
        throw Errno.ELOOP.failure();
    }
}
