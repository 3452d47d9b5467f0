package dev.pglitej.kernel.vfs;

import dev.pglitej.kernel.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that a memory file system begins with, each made of what lies below when somebody first needs it: a database needs one in
 * ten. They are shared by all file systems over the same, and belong to none of them. Thread-safe.
 */
abstract class UnreadNodes {
    @GuardedBy("nodes")
    private final @Nullable MemoryNode[] nodes;

    UnreadNodes(int count) {
        this.nodes = new MemoryNode[count];
    }

    final int count() {
        return nodes.length;
    }

    /** The node of a slot, which this goes on to hold: so nobody is ever alone with it, and everybody who changes it makes a copy. */
    final MemoryNode get(int slot) {
        synchronized (nodes) {
            MemoryNode node = nodes[slot];
            if (node == null) {
                node = read(slot);
                nodes[slot] = node;
            }
            node.hold();
            return node;
        }
    }

    /** Makes the node of a slot that something refers to. */
    abstract MemoryNode read(int slot);

    /** The inode's: none is 0. */
    static long number(int slot) {
        return slot + 1L;
    }
}
