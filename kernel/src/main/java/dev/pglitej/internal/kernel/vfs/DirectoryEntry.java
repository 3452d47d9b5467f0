package dev.pglitej.internal.kernel.vfs;

/** One name in a directory. Immutable. */
public record DirectoryEntry(String name, long inode, FileType type) {}
