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

    public FileType type() {
        return FileType.ofMode(mode);
    }

    public int permissions() {
        return mode & PERMISSIONS;
    }
}
