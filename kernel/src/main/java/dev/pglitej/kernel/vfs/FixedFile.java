package dev.pglitej.kernel.vfs;

import dev.pglitej.kernel.Errno;
import java.nio.ByteBuffer;

/** A regular file whose bytes never change. Immutable. */
final class FixedFile extends FixedInode implements Backing {

    private final ByteBuffer contents;

    FixedFile(FixedFileSystem.Owner owner, long number, int permissions, ByteBuffer contents) {
        super(owner, number, permissions);
        this.contents = contents;
    }

    @Override
    public FileType type() {
        return FileType.REGULAR;
    }

    @Override
    public long size() {
        return contents.limit();
    }

    @Override
    public void read(ByteBuffer target, long position) {
        int length = target.remaining();
        target.put(target.position(), contents, (int) position, length);
        target.position(target.position() + length);
    }

    @Override
    public OpenFile open(int flags) {
        if (OpenFlags.isWritable(flags) || OpenFlags.has(flags, OpenFlags.O_TRUNC)) {
            throw Errno.EROFS.failure();
        }
        return new FixedOpenFile(this, flags);
    }
}
