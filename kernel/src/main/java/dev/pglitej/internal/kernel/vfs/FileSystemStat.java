package dev.pglitej.internal.kernel.vfs;

/**
 * What {@code statfs} tells of a file system. Immutable.
 *
 * @param totalBlocks in units of {@code blockSize}, as are the free ones
 */
public record FileSystemStat(int blockSize, long totalBlocks, long freeBlocks, long files, boolean readOnly) {}
