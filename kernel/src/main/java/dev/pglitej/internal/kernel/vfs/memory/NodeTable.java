package dev.pglitej.internal.kernel.vfs.memory;

import dev.pglitej.internal.kernel.Errno;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All nodes of a memory file system by their slots. Confined to that file system's lock.
 *
 * <p>A fork copies one array of references and adds a holder to each node. A node with several holders is copied when it is changed. Slots
 * are used again, but inode numbers are not, so that a stale reference is noticed.
 */
public final class NodeTable {

    public static final int ROOT = 0;

    private static final int FIRST_CAPACITY = 64;

    /** Stands for a node that has yet to be read from an image. */
    private static final MemoryNode UNREAD = new MemoryNode.LinkNode(0, "");

    private @Nullable MemoryNode[] nodes;
    /** How often the node of that slot is held open in this file system. */
    private int[] opens;
    /** Slots below {@code top} that are free, the first {@code freeCount} of the array. */
    private int[] free;

    private int freeCount;
    private int top;
    private long nextNumber;
    /** The source of nodes that have not been needed yet. */
    private final @Nullable UnreadNodes unread;

    NodeTable() {
        unread = null;
        nodes = new MemoryNode[FIRST_CAPACITY];
        opens = new int[FIRST_CAPACITY];
        free = new int[0];
        nextNumber = 1;
    }

    /** A table that begins with the nodes of others and owns none of them. */
    NodeTable(UnreadNodes unread) {
        this.unread = unread;
        nodes = new MemoryNode[unread.count()];
        Arrays.fill(nodes, UNREAD);
        opens = new int[nodes.length];
        free = new int[0];
        top = nodes.length;
        nextNumber = top + 1L;
    }

    private NodeTable(NodeTable other) {
        unread = other.unread;
        nodes = other.nodes.clone();
        opens = new int[nodes.length];
        free = Arrays.copyOf(other.free, other.freeCount);
        freeCount = other.freeCount;
        top = other.top;
        nextNumber = other.nextNumber;
    }

    /** An independent table of the same nodes, less those that live only because they are held open here. */
    NodeTable fork() {
        NodeTable fork = new NodeTable(this);
        for (int slot = 0; slot < top; slot++) {
            MemoryNode node = nodes[slot];
            if (node != null && node != UNREAD) {
                node.hold();
                if (node.links == 0) fork.drop(slot, node);
            }
        }
        return fork;
    }

    /** How many bytes the files have room for. */
    long allocated() {
        long allocated = 0;
        for (int slot = 0; slot < top; slot++) {
            MemoryNode node = nodes[slot];
            allocated += node == null ? 0 : node.allocated();
        }
        return allocated;
    }

    /** Releases all nodes. The table cannot be used afterwards. */
    void release() {
        for (int slot = 0; slot < top; slot++) {
            MemoryNode node = nodes[slot];
            if (node != null && node != UNREAD) leave(node);
        }
        top = 0;
    }

    private static void leave(MemoryNode node) {
        if (node.leave()) node.release();
    }

    int count() {
        return top - freeCount;
    }

    long nextNumber() {
        return nextNumber++;
    }

    int add(MemoryNode node) {
        int slot;
        if (freeCount > 0) {
            freeCount--;
            slot = free[freeCount];
        } else {
            slot = top;
            top++;
            if (slot == nodes.length) {
                nodes = Arrays.copyOf(nodes, Math.max(FIRST_CAPACITY, 2 * slot));
                opens = Arrays.copyOf(opens, nodes.length);
            }
        }
        nodes[slot] = node;
        return slot;
    }

    /** The node of a slot that something refers to. */
    MemoryNode get(int slot) {
        MemoryNode node = find(slot);
        if (node == null) throw new IllegalStateException("slot %d is free but referred to".formatted(slot));
        return node;
    }

    private @Nullable MemoryNode find(int slot) {
        MemoryNode node = nodes[slot];
        if (node == UNREAD && unread != null) {
            node = unread.get(slot);
            nodes[slot] = node;
        }
        return node;
    }

    /** The node that had {@code number} in that slot; ENOENT if it is gone. */
    MemoryNode get(int slot, long number) {
        MemoryNode node = find(slot);
        if (node == null || node.number != number) throw Errno.ENOENT.failure();
        return node;
    }

    /** The node of a slot, to be changed. */
    MemoryNode change(int slot) {
        MemoryNode node = get(slot);
        if (!node.isShared()) return node;
        MemoryNode copy = node.copy();
        nodes[slot] = copy;
        leave(node);
        return copy;
    }

    void opened(int slot) {
        opens[slot]++;
    }

    void closed(int slot, Capacity capacity) {
        opens[slot]--;
        MemoryNode node = get(slot);
        if (opens[slot] == 0 && node.links == 0) {
            capacity.add(-node.allocated());
            drop(slot, node);
        }
    }

    /** To be called when the last name of a node has gone. */
    void unlinked(int slot, Capacity capacity) {
        if (opens[slot] == 0) {
            MemoryNode node = get(slot);
            capacity.add(-node.allocated());
            drop(slot, node);
        }
    }

    private void drop(int slot, MemoryNode node) {
        leave(node);
        nodes[slot] = null;
        if (freeCount == free.length) free = Arrays.copyOf(free, Math.max(FIRST_CAPACITY, 2 * freeCount));
        free[freeCount] = slot;
        freeCount++;
    }
}
