package dev.pglitej.internal.kernel.vfs;

/**
 * The result of {@code statfs} for a file system. Immutable.
 *
 * @param totalBlocks in units of {@code blockSize}, as are the free ones
 */
public record FileSystemStat(int blockSize, long totalBlocks, long freeBlocks, long files, boolean readOnly) {}
