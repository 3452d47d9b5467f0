package dev.pglitej.internal.kernel.vfs.memory;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives back the memory of file systems that the garbage collector has found unclosed. Thread-safe.
 *
 * <p>It looks when another file system is made, and has no thread for it: a thread would keep the class loader that these classes came
 * from, and with it everything that its static fields refer to.
 */
final class LostTrees {
    private static final ReferenceQueue<MemoryFileSystem> FOUND = new ReferenceQueue<>();
    private static final Set<Watch> WATCHES = ConcurrentHashMap.newKeySet();

    private LostTrees() {}

    /** Knows the tree of a file system, but not the file system. */
    static final class Watch extends PhantomReference<MemoryFileSystem> {
        private final MemoryTree tree;

        private Watch(MemoryFileSystem fileSystem, MemoryTree tree) {
            super(fileSystem, FOUND);
            this.tree = tree;
        }

        /** The file system was closed. */
        void end() {
            WATCHES.remove(this);
            clear();
        }
    }

    static Watch watch(MemoryFileSystem fileSystem, MemoryTree tree) {
        giveBack();
        Watch watch = new Watch(fileSystem, tree);
        WATCHES.add(watch);
        return watch;
    }

    /** Closes what the collector has found so far. */
    static void giveBack() {
        for (Object found = FOUND.poll(); found != null; found = FOUND.poll()) {
            Watch lost = (Watch) found;
            if (WATCHES.remove(lost)) lost.tree.close();
        }
    }
}
