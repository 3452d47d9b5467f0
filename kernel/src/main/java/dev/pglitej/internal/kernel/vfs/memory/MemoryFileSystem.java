package dev.pglitej.internal.kernel.vfs.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.FileSystemStat;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.Inode;
import org.jspecify.annotations.Nullable;

/**
 * A file system in memory, outside the Java heap, that forks in microseconds. Thread-safe; one lock guards it all.
 *
 * <p>A fork shares contents with what it came from until either side changes them, chunk by chunk: see {@link NodeTable} and
 * {@link FileContents}. Holes take no memory. Times of access are set on request only, as on a file system mounted noatime.
 *
 * <p>The code that makes one must close it, which frees its memory. A file system that became unreachable without a close is freed when the
 * next one is made: see {@link LostTrees}.
 *
 * <p>Lock order: a file system's lock is taken last of all; nothing is called under it but the file system or image below, which never
 * changes, and whose own lock ({@link UnreadNodes}) is for reading it alone, and {@link Chunks}.
 */
public final class MemoryFileSystem implements FileSystem {

    final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable MemoryTree tree;

    private final MemoryDirectory root;
    private final LostTrees.Watch watch;

    /** An empty file system. */
    public MemoryFileSystem(Clock clock, Capacity capacity) {
        this(new MemoryTree(clock, capacity));
    }

    /**
     * A file system that begins as what lies below, and takes memory for what changes alone. It costs as little as a fork: there are no
     * whiteouts and no copying up of whole files, and each file shows the bytes below through wherever no chunk of its own has been
     * written.
     */
    public static MemoryFileSystem over(UnreadNodes below, Clock clock, Capacity capacity) {
        return new MemoryFileSystem(new MemoryTree(clock, capacity, new NodeTable(below)));
    }

    private MemoryFileSystem(MemoryTree tree) {
        this.tree = tree;
        this.root = new MemoryDirectory(this, NodeTable.ROOT, tree.nodes.get(NodeTable.ROOT).number, Claim.ORDINARY);
        this.watch = LostTrees.watch(this, tree);
    }

    /** The same as {@link #fork(Capacity)} under limits of its own that are as this one's. */
    public MemoryFileSystem fork() {
        synchronized (lock) {
            MemoryTree origin = tree();
            return new MemoryFileSystem(origin.fork(origin.capacity.again()));
        }
    }

    /**
     * A file system of its own with the same files. What lives on only because it is held open stays behind, and nothing is open in the
     * fork.
     *
     * @param capacity counts what the fork has from the beginning, even if that is more than the limit
     */
    public MemoryFileSystem fork(Capacity capacity) {
        synchronized (lock) {
            return new MemoryFileSystem(tree().fork(capacity));
        }
    }

    @Override
    public Directory root() {
        return root;
    }

    @Override
    public FileSystemStat stat() {
        synchronized (lock) {
            MemoryTree tree = tree();
            int block = FileContents.CHUNK;
            long total = tree.capacity.total() / block;
            return new FileSystemStat(block, total, tree.capacity.available() / block, tree.nodes.count(), false);
        }
    }

    /** How much room the contents of files take, what is shared with forks included; 0 after closing. */
    public long usedBytes() {
        synchronized (lock) {
            return tree == null ? 0 : tree.nodes.allocated();
        }
    }

    @GuardedBy("lock")
    MemoryTree tree() {
        if (tree == null) throw Errno.EIO.failure(new IllegalStateException("the memory file system is closed"));
        return tree;
    }

    /** What has that name in a directory that has that claim. */
    @GuardedBy("lock")
    Inode inode(Claim ofDirectory, String name, int slot) {
        MemoryNode node = tree().nodes.get(slot);
        Claim claim = tree().capacity.claim(ofDirectory, name, node.type());
        return switch (node.type()) {
            case DIRECTORY -> new MemoryDirectory(this, slot, node.number, claim);
            case SYMLINK -> new MemorySymlink(this, slot, node.number, claim);
            default -> new MemoryInode(this, slot, node.number, claim);
        };
    }

    /** The directory of a slot, whose claim follows from those above it. */
    @GuardedBy("lock")
    MemoryDirectory directory(int slot) {
        MemoryNode.DirectoryNode node = tree().nodes.get(slot).asDirectory();
        if (slot == NodeTable.ROOT) return root;
        Claim claim = tree().capacity.claim(directory(node.parent).claim, node.name, FileType.DIRECTORY);
        return new MemoryDirectory(this, slot, node.number, claim);
    }

    /** Counts that a file of that slot has been closed; after closing the file system there is nothing left to count. */
    @GuardedBy("lock")
    void release(int slot) {
        if (tree != null) tree.nodes.closed(slot, tree.capacity);
    }

    @Override
    public void close() {
        MemoryTree closed;
        synchronized (lock) {
            closed = tree;
            tree = null;
        }
        if (closed != null) {
            watch.end();
            closed.close();
        }
    }
}
