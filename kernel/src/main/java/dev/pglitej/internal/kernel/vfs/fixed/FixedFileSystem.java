package dev.pglitej.internal.kernel.vfs.fixed;

import dev.pglitej.internal.kernel.vfs.DeviceNumbers;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.FileSystemStat;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.memory.UnreadNodes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tree that is built once and never changes: images, devices, /proc. Immutable, so that any number of name spaces may share it.
 *
 * <p>Whatever would change it fails with EROFS. Devices in it may be written to all the same.
 */
public final class FixedFileSystem implements FileSystem {

    private static final int BLOCK = 4096;

    private final FixedDirectory root;
    private final long files;
    private final long bytes;
    private final FixedNodes nodes;

    private FixedFileSystem(Builder builder) {
        this.root = builder.root;
        this.files = builder.inodes.size();
        this.bytes = builder.bytes;
        this.nodes = new FixedNodes(List.copyOf(builder.inodes));
        builder.owner.fileSystem = this;
    }

    /** Begins a tree; {@code modifiedNanos} is the time that all of it bears. */
    public static Builder builder(long modifiedNanos) {
        return new Builder(modifiedNanos);
    }

    @Override
    public Directory root() {
        return root;
    }

    @Override
    public FileSystemStat stat() {
        return new FileSystemStat(BLOCK, (bytes + BLOCK - 1) / BLOCK, 0, files, true);
    }

    @Override
    public void close() {}

    /** What memory file systems over this one begin with. */
    public UnreadNodes nodes() {
        return nodes;
    }

    /** What gives the inodes of one tree their numbers and times. Confined to the builder, then immutable. */
    static final class Owner {

        final int device = DeviceNumbers.next();
        final long modifiedNanos;

        @Nullable
        FixedFileSystem fileSystem;

        Owner(long modifiedNanos) {
            this.modifiedNanos = modifiedNanos;
        }
    }

    /**
     * Collects files by their paths, directories above them coming into being with mode 0755 as needed. Confined to one thread.
     *
     * <p>Paths have no dots and no leading slash: {@code share/timezone/UTC}.
     */
    public static final class Builder {

        private static final int DIRECTORY_PERMISSIONS = 0755;

        private final Owner owner;
        private final FixedDirectory root;
        /** In the order of their numbers, of which the root's is 1. */
        private final List<FixedInode> inodes = new ArrayList<>();

        private String lastParentPath = "";
        private FixedDirectory lastParent;
        private long bytes;

        private Builder(long modifiedNanos) {
            this.owner = new Owner(modifiedNanos);
            this.root = FixedDirectory.root(owner, DIRECTORY_PERMISSIONS);
            this.lastParent = root;
            inodes.add(root);
        }

        private long nextNumber() {
            return inodes.size() + 1L;
        }

        /** A file of the bytes from {@code contents}' position to its limit, which must not change any more. */
        public Builder file(String path, int permissions, ByteBuffer contents) {
            return file(path, permissions, contents, contents.position(), contents.limit());
        }

        /** A file of the bytes from {@code start} to {@code end} of a blob, which must not change any more. */
        Builder file(String path, int permissions, ByteBuffer blob, int start, int end) {
            FixedDirectory parent = parent(path);
            bytes += end - start;
            return enter(parent, path, new FixedFile(owner, nextNumber(), permissions, blob, start, end - start));
        }

        /** A directory; one that is there already only changes its mode. */
        public Builder directory(String path, int permissions) {
            makeDirectories(path).permissions = permissions;
            return this;
        }

        public Builder symlink(String path, String target) {
            FixedDirectory parent = parent(path);
            return enter(parent, path, new FixedSymlink(owner, nextNumber(), target));
        }

        /** A character device with the number {@code specialDevice} in its stat. */
        public Builder device(String path, int permissions, long specialDevice, Device device) {
            FixedDirectory parent = parent(path);
            return enter(parent, path, new DeviceInode(owner, nextNumber(), permissions, specialDevice, device));
        }

        private Builder enter(FixedDirectory parent, String path, FixedInode inode) {
            inodes.add(inode);
            parent.add(path.substring(path.lastIndexOf('/') + 1), inode);
            return this;
        }

        /** The directory that is to hold what has this path: most often the same as the time before. */
        private FixedDirectory parent(String path) {
            int length = Math.max(path.lastIndexOf('/'), 0);
            if (length != lastParentPath.length() || !path.startsWith(lastParentPath)) {
                lastParentPath = path.substring(0, length);
                lastParent = length == 0 ? root : makeDirectories(lastParentPath);
            }
            return lastParent;
        }

        private FixedDirectory makeDirectories(String path) {
            FixedDirectory at = root;
            for (String name : path.split("/", -1)) {
                Inode there = at.find(name);
                if (there == null) {
                    FixedDirectory made = new FixedDirectory(owner, nextNumber(), DIRECTORY_PERMISSIONS, at, name);
                    inodes.add(made);
                    at.add(name, made);
                    there = made;
                }
                if (!(there instanceof FixedDirectory directory)) {
                    throw new IllegalArgumentException("%s is not a directory, but %s needs one".formatted(name, path));
                }
                at = directory;
            }
            return at;
        }

        public FixedFileSystem build() {
            return new FixedFileSystem(this);
        }
    }
}
