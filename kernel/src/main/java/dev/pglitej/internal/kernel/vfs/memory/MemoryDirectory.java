package dev.pglitej.internal.kernel.vfs.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.DirectoryEntry;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.OpenDirectory;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.RenameRules;
import dev.pglitej.internal.kernel.vfs.memory.MemoryNode.DirectoryNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory in memory. Immutable; what it refers to is guarded by the file system's lock. */
final class MemoryDirectory extends MemoryInode implements Directory {

    MemoryDirectory(MemoryFileSystem fileSystem, int slot, long number, Claim claim) {
        super(fileSystem, slot, number, claim);
    }

    @Override
    public FileType type() {
        return FileType.DIRECTORY;
    }

    @GuardedBy("fileSystem.lock")
    private DirectoryNode node() {
        return tree().nodes.get(slot).asDirectory();
    }

    /** The node of a directory that has not been removed. */
    @GuardedBy("fileSystem.lock")
    private DirectoryNode linkedNode() {
        DirectoryNode node = node();
        if (node.links == 0) throw Errno.ENOENT.failure();
        return node;
    }

    @Override
    public Directory parent() {
        synchronized (fileSystem.lock) {
            return fileSystem.directory(linkedNode().parent);
        }
    }

    @Override
    public String name() {
        synchronized (fileSystem.lock) {
            return linkedNode().name;
        }
    }

    @Override
    public @Nullable Inode find(String name) {
        synchronized (fileSystem.lock) {
            Integer child = node().entries.get(name);
            return child == null ? null : inode(name, child);
        }
    }

    @Override
    public OpenFile createFile(String name, int permissions, int flags) {
        synchronized (fileSystem.lock) {
            return inode(name, tree().makeFile(slot, name, permissions, Backing.NONE))
                    .open(flags);
        }
    }

    @Override
    public Directory makeDirectory(String name, int permissions) {
        synchronized (fileSystem.lock) {
            return inode(name, tree().makeDirectory(slot, name, permissions)).asDirectory();
        }
    }

    @Override
    public void makeSymlink(String name, String target) {
        synchronized (fileSystem.lock) {
            tree().makeSymlink(slot, name, target);
        }
    }

    @Override
    public void link(String name, Inode existing) {
        synchronized (fileSystem.lock) {
            tree().link(slot, name, own(existing).slot);
        }
    }

    @Override
    public void unlink(String name) {
        synchronized (fileSystem.lock) {
            tree().unlink(slot, name);
        }
    }

    @Override
    public void removeDirectory(String name) {
        synchronized (fileSystem.lock) {
            tree().removeDirectory(slot, name);
        }
    }

    @Override
    public void rename(String name, Directory target, String newName) {
        synchronized (fileSystem.lock) {
            MemoryInode to = own(target);
            if (RenameRules.allow(this, lookup(name), target, target.find(newName))) {
                tree().rename(slot, name, to.slot, newName);
            }
        }
    }

    @GuardedBy("fileSystem.lock")
    private Inode inode(String name, int child) {
        return fileSystem.inode(claim, name, child);
    }

    /** The other inode of a call, which has to be of this file system and still there. */
    @GuardedBy("fileSystem.lock")
    private MemoryInode own(Inode other) {
        if (other instanceof MemoryInode inode && inode.fileSystem == fileSystem) {
            fileSystem.tree().nodes.get(inode.slot, inode.number);
            return inode;
        }
        throw Errno.EXDEV.failure();
    }

    @Override
    public List<DirectoryEntry> entries() {
        synchronized (fileSystem.lock) {
            NodeTable nodes = tree().nodes;
            DirectoryNode node = node();
            List<DirectoryEntry> entries = new ArrayList<>(node.entries.size());
            node.entries.forEach((name, child) -> {
                MemoryNode childNode = nodes.get(child);
                entries.add(new DirectoryEntry(name, childNode.number, childNode.type()));
            });
            return List.copyOf(entries);
        }
    }

    @Override
    public OpenFile open(int flags) {
        synchronized (fileSystem.lock) {
            MemoryTree tree = tree();
            OpenFile opened = new OpenDirectory(this, flags, this::release);
            tree.nodes.opened(slot);
            return opened;
        }
    }

    private void release() {
        synchronized (fileSystem.lock) {
            fileSystem.release(slot);
        }
    }
}
