package dev.pglitej.kernel.vfs;

/**
 * Makes writable file systems that begin as what a fixed one holds, and take memory only for what changes.
 *
 * <p>There are no whiteouts and no copying up of whole files: the tree of names is copied when the overlay is made (some
 * microseconds a hundred files; make one and fork it), and each file shows the bytes below through wherever no chunk of its own has
 * been written. So renaming, linking and removing mean just what they mean in a {@link MemoryFileSystem}.
 */
public final class OverlayFileSystem {

    private OverlayFileSystem() {}

    /** Fills {@code upper}, an empty file system, with what {@code lower} holds, and returns it. Devices are not taken over. */
    public static MemoryFileSystem over(FixedFileSystem lower, MemoryFileSystem upper) {
        copy(lower.root(), (MemoryDirectory) upper.root());
        return upper;
    }

    private static void copy(Directory lower, MemoryDirectory upper) {
        for (DirectoryEntry entry : lower.entries()) {
            copy(entry.name(), lower.lookup(entry.name()), upper);
        }
        inherit(lower, upper);
    }

    private static void copy(String name, Inode lower, MemoryDirectory upper) {
        int permissions = lower.stat().permissions();
        if (lower instanceof Directory directory) {
            copy(directory, (MemoryDirectory) upper.makeDirectory(name, permissions));
        } else if (lower instanceof Symlink link) {
            upper.makeSymlink(name, link.target());
        } else if (lower instanceof FixedFile file) {
            inherit(lower, upper.makeFile(name, permissions, file));
        }
    }

    private static void inherit(Inode lower, Inode upper) {
        Stat stat = lower.stat();
        upper.changeMode(stat.permissions());
        upper.changeTimes(stat.accessedNanos(), stat.modifiedNanos());
    }
}
