package dev.pglitej.kernel.vfs;

import dev.pglitej.kernel.Errno;
import dev.pglitej.kernel.GuardedBy;
import dev.pglitej.kernel.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A file system in the Java heap that forks in microseconds. Any thread may use it; one lock guards it all.
 *
 * <p>A fork shares contents with what it came from until either side changes them, chunk by chunk: see {@link NodeTable} and
 * {@link FileContents}. Holes take no memory. Times of access are set on request only, as on a file system mounted noatime.
 *
 * <p>Lock order: a file system's lock is taken last of all; nothing is called under it but the file system or image below, which never
 * changes, and whose own lock ({@link UnreadNodes}) is for reading it alone.
 */
public final class MemoryFileSystem implements FileSystem {

    /** For {@link #MemoryFileSystem}: as much as the heap has. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final long TOTAL_WHEN_UNLIMITED = 1L << 40;

    final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable MemoryTree tree;

    private final MemoryDirectory root;

    /**
     * An empty file system.
     *
     * @param limit how many bytes of contents it may hold before writing fails with ENOSPC, those that it shares with forks counted
     *     in full
     */
    public MemoryFileSystem(Clock clock, long limit) {
        this(new MemoryTree(clock, new Quota(limit)));
    }

    /**
     * A file system that begins as what an image holds, and takes memory for what changes alone. It costs as little as a fork.
     *
     * @param limit as of {@link #MemoryFileSystem(Clock, long)}; what lies in the image does not count
     */
    public static MemoryFileSystem over(FileImage image, Clock clock, long limit) {
        return new MemoryFileSystem(new MemoryTree(clock, new Quota(limit), new NodeTable(image.nodes())));
    }

    /**
     * A file system that begins as what a fixed one holds, but for devices. It costs nearly nothing: there are no whiteouts and no copying
     * up of whole files, and each file shows the bytes below through wherever no chunk of its own has been written.
     *
     * @param limit as of {@link #MemoryFileSystem(Clock, long)}; what lies below does not count
     */
    public static MemoryFileSystem over(FixedFileSystem lower, Clock clock, long limit) {
        return new MemoryFileSystem(new MemoryTree(clock, new Quota(limit), new NodeTable(lower.nodes())));
    }

    private MemoryFileSystem(MemoryTree tree) {
        this.tree = tree;
        this.root = new MemoryDirectory(this, NodeTable.ROOT, tree.nodes.get(NodeTable.ROOT).number);
    }

    /**
     * A file system of its own with the same files and the same limit. What lives on only because it is held open stays behind, and
     * nothing is open in the fork.
     */
    public MemoryFileSystem fork() {
        synchronized (lock) {
            return new MemoryFileSystem(tree().fork());
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
            Quota quota = tree.quota;
            boolean unlimited = quota.limit() == UNLIMITED;
            long total = unlimited ? TOTAL_WHEN_UNLIMITED : quota.limit();
            long free = unlimited ? TOTAL_WHEN_UNLIMITED : quota.available();
            int block = FileContents.CHUNK;
            return new FileSystemStat(block, total / block, free / block, tree.nodes.count(), false);
        }
    }

    /** How much the contents of files take, what is shared with forks included; 0 after closing. */
    public long usedBytes() {
        synchronized (lock) {
            return tree == null ? 0 : tree.quota.used();
        }
    }

    @GuardedBy("lock")
    MemoryTree tree() {
        if (tree == null) {
            throw Errno.EIO.failure(new IllegalStateException("the memory file system is closed"));
        }
        return tree;
    }

    @GuardedBy("lock")
    Inode inode(int slot) {
        MemoryNode node = tree().nodes.get(slot);
        return switch (node.type()) {
            case DIRECTORY -> new MemoryDirectory(this, slot, node.number);
            case SYMLINK -> new MemorySymlink(this, slot, node.number);
            default -> new MemoryInode(this, slot, node.number);
        };
    }

    /** Counts that a file of that slot has been closed; after closing the file system there is nothing left to count. */
    @GuardedBy("lock")
    void release(int slot) {
        if (tree != null) {
            tree.nodes.closed(slot, tree.quota);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            tree = null;
        }
    }
}
