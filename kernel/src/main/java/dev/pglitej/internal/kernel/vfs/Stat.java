package dev.pglitej.internal.kernel.vfs;

/**
 * The result of {@code stat} for a file. Immutable.
 *
 * @param mode format bits and permissions
 * @param blocks space in use, in units of 512 bytes
 * @param accessedNanos nanoseconds since the epoch, as are the two times behind it
 */
public record Stat(
        long device,
        long inode,
        int mode,
        int links,
        int uid,
        int gid,
        long specialDevice,
        long size,
        int blockSize,
        long blocks,
        long accessedNanos,
        long modifiedNanos,
        long changedNanos) {

    /** The bits of a mode that chmod sets: rwx three times, set-uid, set-gid, sticky. */
    public static final int PERMISSIONS = 07777;

    /** What a file of this type and these permissions has; all other values are 0. */
    public static Builder of(FileType type, int permissions) {
        return ofMode(type.formatBits() | permissions);
    }

    /** Likewise, of a mode with the bits of both. */
    public static Builder ofMode(int mode) {
        return new Builder(mode);
    }

    /** The same values, to change some. */
    public Builder with() {
        return new Builder(mode)
                .file(device, inode)
                .links(links)
                .owner(uid, gid)
                .specialDevice(specialDevice)
                .size(size)
                .space(blockSize, blocks)
                .times(accessedNanos, modifiedNanos, changedNanos);
    }

    public FileType type() {
        return FileType.ofMode(mode);
    }

    public int permissions() {
        return mode & PERMISSIONS;
    }

    /** Values by their names. Confined to one thread. */
    public static final class Builder {
        private final int mode;
        private long device;
        private long inode;
        private int links;
        private int uid;
        private int gid;
        private long specialDevice;
        private long size;
        private int blockSize;
        private long blocks;
        private long accessedNanos;
        private long modifiedNanos;
        private long changedNanos;

        private Builder(int mode) {
            this.mode = mode;
        }

        /** What tells it from other files. */
        public Builder file(long newDevice, long newInode) {
            device = newDevice;
            inode = newInode;
            return this;
        }

        public Builder links(int count) {
            links = count;
            return this;
        }

        public Builder owner(int newUid, int newGid) {
            uid = newUid;
            gid = newGid;
            return this;
        }

        /** The device that it stands for. */
        public Builder specialDevice(long number) {
            specialDevice = number;
            return this;
        }

        public Builder size(long bytes) {
            size = bytes;
            return this;
        }

        /**
         * The space in use.
         *
         * @param newBlockSize the best size of a transfer, in bytes
         * @param newBlocks in units of 512 bytes
         */
        public Builder space(int newBlockSize, long newBlocks) {
            blockSize = newBlockSize;
            blocks = newBlocks;
            return this;
        }

        /** Nanoseconds since the epoch. */
        public Builder times(long accessed, long modified, long changed) {
            accessedNanos = accessed;
            modifiedNanos = modified;
            changedNanos = changed;
            return this;
        }

        public Stat build() {
            return new Stat(
                    device,
                    inode,
                    mode,
                    links,
                    uid,
                    gid,
                    specialDevice,
                    size,
                    blockSize,
                    blocks,
                    accessedNanos,
                    modifiedNanos,
                    changedNanos);
        }
    }
}
