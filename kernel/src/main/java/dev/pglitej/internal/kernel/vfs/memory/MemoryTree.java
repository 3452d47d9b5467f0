package dev.pglitej.internal.kernel.vfs.memory;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.vfs.DeviceNumbers;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.RenameRules;
import dev.pglitej.internal.kernel.vfs.Stat;
import dev.pglitej.internal.kernel.vfs.memory.MemoryNode.DirectoryNode;
import dev.pglitej.internal.kernel.vfs.memory.MemoryNode.FileNode;
import dev.pglitej.internal.kernel.vfs.memory.MemoryNode.LinkNode;

/** The state of a memory file system and the operations on it. Confined to that file system's lock, except {@link #close}. */
final class MemoryTree {

    private static final int ROOT_PERMISSIONS = 0755;
    private static final int LINKS_OF_EMPTY_DIRECTORY = 2;
    private static final int STAT_BLOCK = 512;

    final NodeTable nodes;
    final Capacity capacity;
    private final int device = DeviceNumbers.next();
    private final Clock clock;

    MemoryTree(Clock clock, Capacity capacity) {
        this(clock, capacity, new NodeTable());
        DirectoryNode root = new DirectoryNode(nodes.nextNumber(), NodeTable.ROOT, "");
        root.links = LINKS_OF_EMPTY_DIRECTORY;
        begin(root, ROOT_PERMISSIONS);
        nodes.add(root);
    }

    /** A tree of nodes that are there already. */
    MemoryTree(Clock clock, Capacity capacity, NodeTable nodes) {
        this.clock = clock;
        this.capacity = capacity;
        this.nodes = nodes;
    }

    MemoryTree fork(Capacity capacityOfFork) {
        NodeTable fork = nodes.fork();
        capacityOfFork.add(fork.allocated());
        return new MemoryTree(clock, capacityOfFork, fork);
    }

    /** Frees all memory, which must not be in use any more. */
    void close() {
        capacity.add(-nodes.allocated());
        nodes.release();
    }

    FileNode file(int slot) {
        return (FileNode) nodes.get(slot);
    }

    FileNode changeFile(int slot) {
        return (FileNode) nodes.change(slot);
    }

    /** The directory of that slot, to be changed now; ENOENT if it has been removed, as nothing can come into it any more. */
    private DirectoryNode changeDirectory(int slot) {
        DirectoryNode directory = nodes.change(slot).asDirectory();
        if (directory.links == 0) throw Errno.ENOENT.failure();
        directory.touch(now());
        return directory;
    }

    private DirectoryNode directory(int slot) {
        return nodes.get(slot).asDirectory();
    }

    long now() {
        return clock.realtimeNanos();
    }

    Stat stat(MemoryNode node) {
        long blocks = (node.allocated() + STAT_BLOCK - 1) / STAT_BLOCK;
        return Stat.of(node.type(), node.permissions)
                .file(device, node.number)
                .links(node.links)
                .owner(node.uid, node.gid)
                .size(node.size())
                .space(FileContents.CHUNK, blocks)
                .times(node.accessed, node.modified, node.changed)
                .build();
    }

    void changeMode(int slot, int permissions) {
        MemoryNode node = nodes.change(slot);
        node.permissions = permissions & Stat.PERMISSIONS;
        node.changed = now();
    }

    void changeOwner(int slot, int uid, int gid) {
        MemoryNode node = nodes.change(slot);
        node.uid = uid == -1 ? node.uid : uid;
        node.gid = gid == -1 ? node.gid : gid;
        node.changed = now();
    }

    void changeTimes(int slot, long accessedNanos, long modifiedNanos) {
        MemoryNode node = nodes.change(slot);
        node.accessed = accessedNanos == Inode.OMIT_TIME ? node.accessed : accessedNanos;
        node.modified = modifiedNanos == Inode.OMIT_TIME ? node.modified : modifiedNanos;
        node.changed = now();
    }

    int makeFile(int parent, String name, int permissions, Backing backing) {
        refuseTaken(parent, name);
        DirectoryNode directory = changeDirectory(parent);
        FileNode file = new FileNode(nodes.nextNumber(), new FileContents(backing));
        return enter(directory, name, file, permissions);
    }

    int makeDirectory(int parent, String name, int permissions) {
        refuseTaken(parent, name);
        DirectoryNode directory = changeDirectory(parent);
        DirectoryNode made = new DirectoryNode(nodes.nextNumber(), parent, name);
        directory.links++;
        int slot = enter(directory, name, made, permissions);
        made.links = LINKS_OF_EMPTY_DIRECTORY;
        return slot;
    }

    int makeSymlink(int parent, String name, String target) {
        refuseTaken(parent, name);
        DirectoryNode directory = changeDirectory(parent);
        return enter(directory, name, new LinkNode(nodes.nextNumber(), target), 0777);
    }

    private void refuseTaken(int parent, String name) {
        if (directory(parent).entries.containsKey(name)) throw Errno.EEXIST.failure();
    }

    private int enter(DirectoryNode directory, String name, MemoryNode node, int permissions) {
        begin(node, permissions);
        int slot = nodes.add(node);
        directory.entries.put(name, slot);
        return slot;
    }

    private void begin(MemoryNode node, int permissions) {
        node.links = Math.max(1, node.links);
        node.permissions = permissions & Stat.PERMISSIONS;
        node.touch(now());
        node.accessed = node.modified;
    }

    void link(int parent, String name, int existing) {
        refuseTaken(parent, name);
        if (nodes.get(existing).links == 0) throw Errno.ENOENT.failure();
        changeDirectory(parent).entries.put(name, existing);
        MemoryNode node = nodes.change(existing);
        node.links++;
        node.changed = now();
    }

    void unlink(int parent, String name) {
        int slot = child(parent, name);
        if (nodes.get(slot) instanceof DirectoryNode) throw Errno.EISDIR.failure();
        changeDirectory(parent).entries.remove(name);
        forget(slot);
    }

    void removeDirectory(int parent, String name) {
        int slot = child(parent, name);
        if (!directory(slot).entries.isEmpty()) throw Errno.ENOTEMPTY.failure();
        changeDirectory(parent).entries.remove(name);
        forgetDirectory(parent, slot);
    }

    /** Renames; {@link RenameRules} have allowed it. */
    void rename(int from, String name, int to, String newName) {
        int moved = child(from, name);
        Integer replaced = directory(to).entries.get(newName);
        DirectoryNode target = changeDirectory(to);
        changeDirectory(from).entries.remove(name);
        target.entries.put(newName, moved);
        if (replaced != null && nodes.get(replaced) instanceof DirectoryNode) {
            forgetDirectory(to, replaced);
        } else if (replaced != null) {
            forget(replaced);
        }
        MemoryNode node = nodes.change(moved);
        node.changed = now();
        if (node instanceof DirectoryNode directory) {
            directory.parent = to;
            directory.name = newName;
            changeDirectory(from).links--;
            target.links++;
        }
    }

    private int child(int parent, String name) {
        Integer slot = directory(parent).entries.get(name);
        if (slot == null) throw Errno.ENOENT.failure();
        return slot;
    }

    /** Removes one name of a node that is not a directory. */
    private void forget(int slot) {
        MemoryNode node = nodes.change(slot);
        node.links--;
        node.changed = now();
        if (node.links == 0) nodes.unlinked(slot, capacity);
    }

    private void forgetDirectory(int parent, int slot) {
        changeDirectory(parent).links--;
        MemoryNode node = nodes.change(slot);
        node.links = 0;
        node.changed = now();
        nodes.unlinked(slot, capacity);
    }
}
