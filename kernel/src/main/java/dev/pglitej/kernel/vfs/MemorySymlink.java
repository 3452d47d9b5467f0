package dev.pglitej.kernel.vfs;

import dev.pglitej.kernel.vfs.MemoryNode.LinkNode;

/** A symbolic link in memory. Immutable. */
final class MemorySymlink extends MemoryInode implements Symlink {

    MemorySymlink(MemoryFileSystem fileSystem, int slot, long number, Claim claim) {
        super(fileSystem, slot, number, claim);
    }

    @Override
    public FileType type() {
        return FileType.SYMLINK;
    }

    @Override
    public OpenFile open(int flags) {
        return Symlink.super.open(flags);
    }

    @Override
    public String target() {
        synchronized (fileSystem.lock) {
            return ((LinkNode) tree().nodes.get(slot)).target;
        }
    }
}
