package dev.pglitej.internal.kernel.vfs.fixed;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.DirectoryEntry;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.OpenDirectory;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A directory that never changes once its tree is built. */
final class FixedDirectory extends FixedInode implements Directory {

    private final @Nullable FixedDirectory parent;
    private final String name;
    private final Map<String, FixedInode> children = new LinkedHashMap<>();
    private int subdirectories;

    FixedDirectory(
            FixedFileSystem.Owner owner, long number, int permissions, @Nullable FixedDirectory parent, String name) {
        super(owner, number, permissions);
        this.parent = parent;
        this.name = name;
    }

    static FixedDirectory root(FixedFileSystem.Owner owner, int permissions) {
        return new FixedDirectory(owner, 1, permissions, null, "");
    }

    void add(String childName, FixedInode child) {
        if (children.putIfAbsent(childName, child) != null) {
            throw new IllegalArgumentException("the directory %s has two entries %s".formatted(name, childName));
        }
        if (child instanceof Directory) subdirectories++;
    }

    Map<String, FixedInode> children() {
        return children;
    }

    /** Null for the root. */
    @Nullable
    FixedDirectory parentOrNull() {
        return parent;
    }

    @Override
    public Directory parent() {
        return parent == null ? this : parent;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public @Nullable Inode find(String childName) {
        return children.get(childName);
    }

    @Override
    public OpenFile createFile(String childName, int permissions, int flags) {
        throw refusedNew(childName);
    }

    @Override
    public Directory makeDirectory(String childName, int permissions) {
        throw refusedNew(childName);
    }

    @Override
    public void makeSymlink(String childName, String target) {
        throw refusedNew(childName);
    }

    @Override
    public void link(String childName, Inode existing) {
        throw refusedNew(childName);
    }

    private ErrnoException refusedNew(String childName) {
        return (children.containsKey(childName) ? Errno.EEXIST : Errno.EROFS).failure();
    }

    @Override
    public void unlink(String childName) {
        lookup(childName);
        throw Errno.EROFS.failure();
    }

    @Override
    public void removeDirectory(String childName) {
        lookup(childName);
        throw Errno.EROFS.failure();
    }

    @Override
    public void rename(String childName, Directory target, String newName) {
        lookup(childName);
        throw Errno.EROFS.failure();
    }

    @Override
    public List<DirectoryEntry> entries() {
        List<DirectoryEntry> entries = new ArrayList<>(children.size());
        children.forEach((childName, child) ->
                entries.add(new DirectoryEntry(childName, child.stat().inode(), child.type())));
        return entries;
    }

    @Override
    public OpenFile open(int flags) {
        return new OpenDirectory(this, flags, () -> {});
    }

    @Override
    int links() {
        return 2 + subdirectories;
    }

    @Override
    long size() {
        return children.size();
    }
}
