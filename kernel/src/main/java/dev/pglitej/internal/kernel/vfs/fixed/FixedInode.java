package dev.pglitej.internal.kernel.vfs.fixed;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.Stat;

/** The common part of the inodes of a fixed tree. Immutable once the tree is built. */
abstract class FixedInode implements Inode {

    private static final int BLOCK = 4096;
    private static final int STAT_BLOCK = 512;

    final FixedFileSystem.Owner owner;
    final long number;
    int permissions;

    FixedInode(FixedFileSystem.Owner owner, long number, int permissions) {
        this.owner = owner;
        this.number = number;
        this.permissions = permissions;
    }

    abstract long size();

    int links() {
        return 1;
    }

    long specialDevice() {
        return 0;
    }

    @Override
    public final FileSystem fileSystem() {
        FixedFileSystem fileSystem = owner.fileSystem;
        if (fileSystem == null) throw new IllegalStateException("the tree is still being built; call build() first");
        return fileSystem;
    }

    @Override
    public final boolean isSameFile(Inode other) {
        return this == other;
    }

    @Override
    public final Stat stat() {
        long time = owner.modifiedNanos;
        return Stat.of(type(), permissions)
                .file(owner.device, number)
                .links(links())
                .specialDevice(specialDevice())
                .size(size())
                .space(BLOCK, (size() + STAT_BLOCK - 1) / STAT_BLOCK)
                .times(time, time, time)
                .build();
    }

    @Override
    public final void changeMode(int newPermissions) {
        throw Errno.EROFS.failure();
    }

    @Override
    public final void changeOwner(int uid, int gid) {
        throw Errno.EROFS.failure();
    }

    @Override
    public final void changeTimes(long accessedNanos, long modifiedNanos) {
        throw Errno.EROFS.failure();
    }
}
