package dev.pglitej.internal.kernel.vfs.fixed;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.memory.Backing;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A regular file whose bytes never change. Immutable. */
final class FixedFile extends FixedInode implements Backing {

    private final ByteBuffer blob;
    private final int start;
    private final int length;

    /** A file of a part of a blob. */
    FixedFile(FixedFileSystem.Owner owner, long number, int permissions, ByteBuffer blob, int start, int length) {
        super(owner, number, permissions);
        this.blob = blob;
        this.start = start;
        this.length = length;
    }

    @Override
    public FileType type() {
        return FileType.REGULAR;
    }

    @Override
    public long size() {
        return length;
    }

    @Override
    public void read(ByteBuffer target, long position) {
        int wanted = target.remaining();
        Objects.checkFromIndexSize(position, wanted, length);
        target.put(target.position(), blob, start + (int) position, wanted);
        target.position(target.position() + wanted);
    }

    @Override
    public OpenFile open(int flags) {
        if (OpenFlags.isWritable(flags) || OpenFlags.has(flags, OpenFlags.O_TRUNC)) throw Errno.EROFS.failure();
        return new FixedOpenFile(this, flags);
    }
}
