package dev.pglitej.kernel.vfs;

import java.nio.ByteBuffer;
import java.util.function.LongFunction;
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

    private FixedFileSystem(Builder builder) {
        this.root = builder.root;
        this.files = builder.files;
        this.bytes = builder.bytes;
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
        private long files = 1;
        private long bytes;

        private Builder(long modifiedNanos) {
            this.owner = new Owner(modifiedNanos);
            this.root = FixedDirectory.root(owner, DIRECTORY_PERMISSIONS);
        }

        /** A file of the bytes from {@code contents}' position to its limit, which must not change any more. */
        public Builder file(String path, int permissions, ByteBuffer contents) {
            bytes += contents.remaining();
            return add(path, number -> new FixedFile(owner, number, permissions, contents.slice()));
        }

        /** A directory; one that is there already only changes its mode. */
        public Builder directory(String path, int permissions) {
            makeDirectories(path).permissions = permissions;
            return this;
        }

        public Builder symlink(String path, String target) {
            return add(path, number -> new FixedSymlink(owner, number, target));
        }

        /** A character device with the number {@code specialDevice} in its stat. */
        public Builder device(String path, int permissions, long specialDevice, Device device) {
            return add(path, number -> new DeviceInode(owner, number, permissions, specialDevice, device));
        }

        private Builder add(String path, LongFunction<Inode> inode) {
            int slash = path.lastIndexOf('/');
            FixedDirectory parent = slash < 0 ? root : makeDirectories(path.substring(0, slash));
            files++;
            parent.add(path.substring(slash + 1), inode.apply(files));
            return this;
        }

        private FixedDirectory makeDirectories(String path) {
            FixedDirectory at = root;
            for (String name : path.split("/", -1)) {
                Inode there = at.find(name);
                if (there == null) {
                    files++;
                    there = new FixedDirectory(owner, files, DIRECTORY_PERMISSIONS, at, name);
                    at.add(name, there);
                }
                if (!(there instanceof FixedDirectory directory)) {
                    throw new IllegalArgumentException("%s is no directory but %s asks for one".formatted(name, path));
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
