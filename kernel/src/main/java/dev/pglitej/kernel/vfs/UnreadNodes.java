package dev.pglitej.kernel.vfs;

import dev.pglitej.kernel.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that a memory file system begins with, each made of what lies below when somebody first needs it: a database needs one in
 * ten. They are shared by all file systems over the same, and belong to none of them. Thread-safe.
 */
abstract class UnreadNodes {
    /** Nobody's, so that everybody who changes a node of it makes a copy. */
    private final Object owner = new Object();

    @GuardedBy("nodes")
    private final @Nullable MemoryNode[] nodes;

    UnreadNodes(int count) {
        this.nodes = new MemoryNode[count];
    }

    final int count() {
        return nodes.length;
    }

    final MemoryNode get(int slot) {
        synchronized (nodes) {
            MemoryNode node = nodes[slot];
            if (node == null) {
                node = read(slot, owner);
                nodes[slot] = node;
            }
            return node;
        }
    }

    /** Makes the node of a slot that something refers to. */
    abstract MemoryNode read(int slot, Object newOwner);

    /** The inode's: none is 0. */
    static long number(int slot) {
        return slot + 1L;
    }
}
