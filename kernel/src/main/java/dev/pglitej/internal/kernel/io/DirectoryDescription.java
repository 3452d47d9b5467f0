package dev.pglitej.internal.kernel.io;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.Stat;
import java.nio.ByteBuffer;

/** An open directory. Thread-safe; one thread at a time reads its listing. */
final class DirectoryDescription extends Description {

    private final OpenFile file;
    private final DirectoryListing listing;

    DirectoryDescription(OpenFile file, int flags) {
        super(flags);
        this.file = file;
        this.listing = new DirectoryListing(directory());
    }

    @Override
    protected int attemptRead(ByteBuffer target) {
        throw Errno.EISDIR.failure();
    }

    @Override
    protected int attemptWrite(ByteBuffer source) {
        throw Errno.EBADF.failure();
    }

    @Override
    public int readAt(ByteBuffer target, long position) {
        throw Errno.EISDIR.failure();
    }

    @Override
    public int writeAt(ByteBuffer source, long position) {
        throw Errno.EBADF.failure();
    }

    /** Goes to an offset that getdents64 gave out; rewinddir goes to 0. */
    @Override
    public long seek(long distance, Whence whence) {
        long position = whence == Whence.CURRENT
                ? (long) listing.position() * DirectoryListing.RECORD_BYTES + distance
                : distance;
        long index = position / DirectoryListing.RECORD_BYTES;
        if (whence == Whence.END || index < 0 || index > Integer.MAX_VALUE) throw Errno.EINVAL.failure();
        if (whence == Whence.START || distance != 0) listing.seek((int) index);
        return position;
    }

    @Override
    public int readiness() {
        return PollEvents.IN | PollEvents.OUT;
    }

    @Override
    public Stat stat() {
        return file.stat();
    }

    @Override
    public OpenFile file() {
        return file;
    }

    @Override
    public Directory directory() {
        return file.inode().asDirectory();
    }

    @Override
    public DirectoryListing listing() {
        return listing;
    }

    @Override
    protected void close() {
        file.close();
    }
}
