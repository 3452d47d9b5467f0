package dev.pglitej.internal.kernel.vfs.memory;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.FileType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The data of one inode of a memory file system. Confined to the lock of the file system that is its only holder; with several holders it
 * does not change.
 *
 * <p>Nodes refer to each other by their slots in the {@link NodeTable}, so that a changed copy of one leaves the others as they are.
 */
public abstract sealed class MemoryNode extends Shared {

    final long number;
    public int permissions;
    public int links;
    public int uid;
    public int gid;
    public long accessed;
    public long modified;
    public long changed;

    private MemoryNode(long number) {
        this.number = number;
    }

    /** A copy to be changed. */
    abstract MemoryNode copy();

    abstract FileType type();

    abstract long size();

    long allocated() {
        return 0;
    }

    /** Releases what it holds in turn. Call it after the last holder has left. */
    void release() {}

    DirectoryNode asDirectory() {
        throw Errno.ENOTDIR.failure();
    }

    void touch(long now) {
        modified = now;
        changed = now;
    }

    final <N extends MemoryNode> N inherit(N copy) {
        copy.permissions = permissions;
        copy.links = links;
        copy.uid = uid;
        copy.gid = gid;
        copy.accessed = accessed;
        copy.modified = modified;
        copy.changed = changed;
        return copy;
    }

    public static final class FileNode extends MemoryNode {

        final FileContents contents;

        public FileNode(long number, FileContents contents) {
            super(number);
            this.contents = contents;
        }

        @Override
        MemoryNode copy() {
            return inherit(new FileNode(number, contents.copy()));
        }

        @Override
        FileType type() {
            return FileType.REGULAR;
        }

        @Override
        long size() {
            return contents.size();
        }

        @Override
        long allocated() {
            return contents.allocated();
        }

        @Override
        void release() {
            contents.release();
        }
    }

    public static final class DirectoryNode extends MemoryNode {

        /** Slots by name, in the order in which the names came. */
        public final Map<String, Integer> entries;

        int parent;
        String name;

        public DirectoryNode(long number, int parent, String name) {
            this(number, parent, name, new LinkedHashMap<>());
        }

        private DirectoryNode(long number, int parent, String name, Map<String, Integer> entries) {
            super(number);
            this.parent = parent;
            this.name = name;
            this.entries = entries;
        }

        @Override
        MemoryNode copy() {
            return inherit(new DirectoryNode(number, parent, name, new LinkedHashMap<>(entries)));
        }

        @Override
        FileType type() {
            return FileType.DIRECTORY;
        }

        @Override
        long size() {
            return entries.size();
        }

        @Override
        DirectoryNode asDirectory() {
            return this;
        }
    }

    public static final class LinkNode extends MemoryNode {

        final String target;

        public LinkNode(long number, String target) {
            super(number);
            this.target = target;
        }

        @Override
        MemoryNode copy() {
            return inherit(new LinkNode(number, target));
        }

        @Override
        FileType type() {
            return FileType.SYMLINK;
        }

        @Override
        long size() {
            return target.getBytes(StandardCharsets.UTF_8).length;
        }
    }
}
