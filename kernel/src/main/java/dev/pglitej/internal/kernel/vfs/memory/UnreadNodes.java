package dev.pglitej.internal.kernel.vfs.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * The nodes with which a memory file system begins. Each is read from the file system or image below when it is first needed; a database
 * needs one in ten. All file systems over the same image share them, and none owns them. Thread-safe.
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

    /** The node of a slot. This keeps holding it, so no other holder is ever the only one, and each makes a copy before a change. */
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

    /** The inode number; never 0. */
    public static long number(int slot) {
        return slot + 1L;
    }
}
