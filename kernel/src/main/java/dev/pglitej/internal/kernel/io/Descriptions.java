package dev.pglitej.internal.kernel.io;

import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.Stat;

/** Makes descriptions. */
public final class Descriptions {

    private static final int STATUS_FLAGS = OpenFlags.O_ACCMODE
            | OpenFlags.O_APPEND
            | OpenFlags.O_NONBLOCK
            | OpenFlags.O_SYNC
            | OpenFlags.O_DIRECT
            | OpenFlags.O_LARGEFILE
            | OpenFlags.O_DIRECTORY;

    private Descriptions() {}

    /** Of a file opened with {@code flags}; it closes the file in the end. */
    public static Description of(OpenFile file, int flags) {
        int kept = flags & STATUS_FLAGS;
        return file.inode().type() == FileType.DIRECTORY
                ? new DirectoryDescription(file, kept)
                : new FileDescription(file, kept);
    }

    /** The stat of an object that is in no file system. */
    static Stat anonymous(FileType type, int permissions) {
        return Stat.of(type, permissions).links(1).space(4096, 0).build();
    }
}
