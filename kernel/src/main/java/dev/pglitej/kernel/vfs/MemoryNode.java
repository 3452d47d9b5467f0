package dev.pglitej.kernel.vfs;

import dev.pglitej.kernel.Errno;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a memory file system knows of one inode. Confined to the lock of the file system that owns it; one whose owner is gone is
 * shared by forks and never changed again.
 *
 * <p>Nodes refer to each other by their slots in the {@link NodeTable}, so that a changed copy of one leaves the others as they are.
 */
abstract sealed class MemoryNode {

    final Object owner;
    final long number;
    int permissions;
    int links;
    int uid;
    int gid;
    long accessed;
    long modified;
    long changed;

    private MemoryNode(Object owner, long number) {
        this.owner = owner;
        this.number = number;
    }

    /** A copy that {@code newOwner} may change. */
    abstract MemoryNode copyFor(Object newOwner);

    abstract FileType type();

    abstract long size();

    long allocated() {
        return 0;
    }

    /** To be called when nothing refers to it any more; it may be another owner's all the same. */
    void release(Object presentOwner, Quota quota) {}

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

    static final class FileNode extends MemoryNode {

        final FileContents contents;

        FileNode(Object owner, long number, FileContents contents) {
            super(owner, number);
            this.contents = contents;
        }

        @Override
        MemoryNode copyFor(Object newOwner) {
            return inherit(new FileNode(newOwner, number, contents.copy()));
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
        void release(Object presentOwner, Quota quota) {
            quota.giveBack(contents.allocated());
            if (owner == presentOwner) {
                contents.release(presentOwner, quota.spares);
            }
        }
    }

    static final class DirectoryNode extends MemoryNode {

        /** Slots by name, in the order in which the names came. */
        final Map<String, Integer> entries;

        int parent;
        String name;

        DirectoryNode(Object owner, long number, int parent, String name) {
            this(owner, number, parent, name, new LinkedHashMap<>());
        }

        private DirectoryNode(Object owner, long number, int parent, String name, Map<String, Integer> entries) {
            super(owner, number);
            this.parent = parent;
            this.name = name;
            this.entries = entries;
        }

        @Override
        MemoryNode copyFor(Object newOwner) {
            return inherit(new DirectoryNode(newOwner, number, parent, name, new LinkedHashMap<>(entries)));
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

    static final class LinkNode extends MemoryNode {

        final String target;

        LinkNode(Object owner, long number, String target) {
            super(owner, number);
            this.target = target;
        }

        @Override
        MemoryNode copyFor(Object newOwner) {
            return inherit(new LinkNode(newOwner, number, target));
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
