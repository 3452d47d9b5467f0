package dev.pglitej.internal.kernel.vfs.fixed;

import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.Stat;
import dev.pglitej.internal.kernel.vfs.memory.FileContents;
import dev.pglitej.internal.kernel.vfs.memory.MemoryNode;
import dev.pglitej.internal.kernel.vfs.memory.MemoryNode.DirectoryNode;
import dev.pglitej.internal.kernel.vfs.memory.MemoryNode.FileNode;
import dev.pglitej.internal.kernel.vfs.memory.MemoryNode.LinkNode;
import dev.pglitej.internal.kernel.vfs.memory.NodeTable;
import dev.pglitej.internal.kernel.vfs.memory.UnreadNodes;
import java.util.List;

/** The nodes of a fixed file system, whose slots follow from its inodes' numbers. It has no place for devices. Thread-safe. */
final class FixedNodes extends UnreadNodes {
    private final List<FixedInode> inodes;

    /** The nodes of these inodes, the root first, in the order of their numbers. */
    FixedNodes(List<FixedInode> inodes) {
        super(inodes.size());
        this.inodes = inodes;
    }

    @Override
    public MemoryNode read(int slot) {
        FixedInode inode = inodes.get(slot);
        MemoryNode node;
        if (inode instanceof FixedDirectory directory) {
            node = directory(slot, directory);
        } else if (inode instanceof FixedFile file) {
            node = new FileNode(number(slot), new FileContents(file));
        } else if (inode instanceof FixedSymlink link) {
            node = new LinkNode(number(slot), link.target());
        } else {
            throw new IllegalStateException("inode %d is a %s".formatted(inode.number, inode.type()));
        }
        Stat stat = inode.stat();
        node.permissions = stat.permissions();
        node.links = stat.links();
        node.accessed = stat.accessedNanos();
        node.modified = stat.modifiedNanos();
        node.changed = stat.changedNanos();
        return node;
    }

    private static MemoryNode directory(int slot, FixedDirectory lower) {
        FixedDirectory parent = lower.parentOrNull();
        int parentSlot = parent == null ? NodeTable.ROOT : slot(parent);
        DirectoryNode directory = new DirectoryNode(number(slot), parentSlot, lower.name());
        lower.children().forEach((name, child) -> {
            if (child.type() != FileType.CHARACTER_DEVICE) directory.entries.put(name, slot(child));
        });
        return directory;
    }

    private static int slot(FixedInode inode) {
        return (int) (inode.number - 1);
    }
}
