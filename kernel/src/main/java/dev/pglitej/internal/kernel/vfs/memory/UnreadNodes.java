package dev.pglitej.internal.kernel.vfs.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that a memory file system begins with, each made of what lies below when somebody first needs it: a database needs one in
 * ten. They are shared by all file systems over the same, and belong to none of them. Thread-safe.
 */
public abstract class UnreadNodes {
    @GuardedBy("nodes")
    private final @Nullable MemoryNode[] nodes;

    private final int count;

    public UnreadNodes(int count) {
        this.count = count;
        this.nodes = new MemoryNode[count];
    }

    final int count() {
        return count;
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
    public abstract MemoryNode read(int slot);

    /** The inode's: none is 0. */
    public static long number(int slot) {
        return slot + 1L;
    }
}
