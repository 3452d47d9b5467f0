package dev.pglitej.internal.kernel.vfs.memory;

import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.Symlink;
import dev.pglitej.internal.kernel.vfs.memory.MemoryNode.LinkNode;

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
