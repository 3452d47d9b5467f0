package dev.pglitej.internal.kernel.vfs.host;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.DirectoryEntry;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.RenameRules;
import dev.pglitej.internal.kernel.vfs.Stat;
import dev.pglitej.internal.kernel.vfs.host.HostAttributes.HostStat;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the host. Thread-safe; the file system's lock guards it.
 *
 * <p>Each directory has one object, whose place a rename changes, so working directories move with it. Nothing else of the host's state is
 * cached.
 */
final class HostDirectory extends HostInode implements Directory {

    @GuardedBy("fileSystem.lock")
    private @Nullable HostDirectory parent;

    @GuardedBy("fileSystem.lock")
    private String name;

    @GuardedBy("fileSystem.lock")
    private boolean removed;

    @GuardedBy("fileSystem.lock")
    private final Map<String, HostDirectory> children = new HashMap<>();

    private HostDirectory(HostFileSystem fileSystem, @Nullable HostDirectory parent, String name) {
        super(fileSystem);
        this.parent = parent;
        this.name = name;
    }

    static HostDirectory root(HostFileSystem fileSystem) {
        return new HostDirectory(fileSystem, null, "");
    }

    @Override
    Path path() {
        synchronized (fileSystem.lock) {
            if (removed) throw Errno.ENOENT.failure();
            return parent == null ? fileSystem.path() : parent.pathOf(name);
        }
    }

    Path pathOf(String child) {
        try {
            return path().resolve(fileSystem.toHost(this, child));
        } catch (InvalidPathException e) {
            // The host's Java cannot express the name, for example one with accents in the C locale.
            throw Errno.EILSEQ.failure(e);
        }
    }

    /** The path for a new file of that name, which must not be one of the host's own names. */
    Path pathOfNew(String child) {
        if (fileSystem.isHidden(this, child)) throw Errno.EACCES.failure();
        return pathOf(child);
    }

    boolean isChildOfRoot(String itsName) {
        synchronized (fileSystem.lock) {
            return parent == fileSystem.root() && name.equals(itsName);
        }
    }

    @Override
    public boolean isSameFile(Inode other) {
        return this == other;
    }

    @Override
    public Directory parent() {
        synchronized (fileSystem.lock) {
            path();
            return parent == null ? this : parent;
        }
    }

    @Override
    public String name() {
        synchronized (fileSystem.lock) {
            path();
            return name;
        }
    }

    @Override
    public @Nullable Inode find(String child) {
        if (fileSystem.isHidden(this, child)) return null;
        synchronized (fileSystem.lock) {
            HostStat host = fileSystem.readIfPresent(pathOf(child));
            return host == null ? null : inode(child, host.stat().type());
        }
    }

    @GuardedBy("fileSystem.lock")
    private Inode inode(String child, FileType type) {
        if (type == FileType.DIRECTORY) {
            return children.computeIfAbsent(child, key -> new HostDirectory(fileSystem, this, key));
        }
        children.remove(child);
        return type == FileType.SYMLINK ? new HostSymlink(this, child) : new HostRegularFile(this, child, type);
    }

    @Override
    public OpenFile createFile(String child, int permissions, int flags) {
        synchronized (fileSystem.lock) {
            HostFile file = fileSystem.create(this, child, permissions);
            return new HostOpenFile(new HostRegularFile(this, child, FileType.REGULAR), file, flags);
        }
    }

    @Override
    public Directory makeDirectory(String child, int asked) {
        synchronized (fileSystem.lock) {
            Path path = pathOfNew(child);
            int permissions = fileSystem.permissions(asked);
            try {
                Files.createDirectory(path, fileSystem.attributes.creation(permissions));
                fileSystem.attributes.completeMode(path, permissions);
            } catch (IOException e) {
                throw HostErrors.failure(e);
            }
            children.remove(child);
            return inode(child, FileType.DIRECTORY).asDirectory();
        }
    }

    @Override
    public void makeSymlink(String child, String target) {
        synchronized (fileSystem.lock) {
            Path path = pathOfNew(child);
            try {
                Files.createSymbolicLink(path, path.getFileSystem().getPath(target));
            } catch (IOException e) {
                throw HostErrors.failure(e);
            }
        }
    }

    @Override
    public void link(String child, Inode existing) {
        synchronized (fileSystem.lock) {
            try {
                Files.createLink(pathOfNew(child), own(existing).path());
            } catch (IOException e) {
                throw HostErrors.failure(e);
            }
        }
    }

    @Override
    public void unlink(String child) {
        synchronized (fileSystem.lock) {
            if (fileSystem.isHidden(this, child)) throw Errno.ENOENT.failure();
            Path path = pathOf(child);
            HostStat host = fileSystem.read(path);
            if (host.stat().type() == FileType.DIRECTORY) throw Errno.EISDIR.failure();
            keepOpen(host);
            delete(path);
            forget(host);
        }
    }

    @Override
    public void removeDirectory(String child) {
        synchronized (fileSystem.lock) {
            HostDirectory directory = (HostDirectory) lookup(child).asDirectory();
            delete(pathOf(child));
            directory.removed();
            children.remove(child);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw HostErrors.failure(e);
        }
    }

    /** Prepares an open file for the removal of its name. */
    @GuardedBy("fileSystem.lock")
    private void keepOpen(HostStat host) {
        HostFile open = fileSystem.openFile(host.key());
        if (open != null) open.resume();
    }

    /** Keeps the attributes of an open file whose name was removed. */
    @GuardedBy("fileSystem.lock")
    private void forget(HostStat host) {
        HostFile open = fileSystem.openFile(host.key());
        if (open != null) open.unlinked(host.stat());
    }

    private void removed() {
        synchronized (fileSystem.lock) {
            removed = true;
            parent = null;
        }
    }

    @Override
    public void rename(String child, Directory newDirectory, String newName) {
        synchronized (fileSystem.lock) {
            HostDirectory to = (HostDirectory) own(newDirectory);
            HostInode moved = (HostInode) lookup(child);
            Path target = to.pathOfNew(newName);
            HostInode replaced = (HostInode) to.find(newName);
            if (!RenameRules.allow(this, moved, to, replaced)) return;
            HostStat movedStat = fileSystem.read(pathOf(child));
            HostStat replacedStat = replaced == null ? null : fileSystem.read(target);
            if (replacedStat != null) keepOpen(replacedStat);
            move(pathOf(child), target);
            renamed(child, moved, movedStat, to, newName);
            if (replaced instanceof HostDirectory directory) {
                directory.removed();
            } else if (replacedStat != null) {
                forget(replacedStat);
            }
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw HostErrors.failure(e);
        }
    }

    /** Updates the objects of a renamed file or directory. Both directories are of one file system, so one lock guards both. */
    @GuardedBy("fileSystem.lock")
    private void renamed(String child, HostInode moved, HostStat movedStat, HostDirectory to, String newName) {
        children.remove(child);
        to.forget(newName);
        if (moved instanceof HostDirectory directory) {
            directory.movedTo(to, newName);
        } else {
            HostFile open = fileSystem.openFile(movedStat.key());
            if (open != null) open.movedTo(to, newName);
        }
    }

    private void forget(String child) {
        synchronized (fileSystem.lock) {
            children.remove(child);
        }
    }

    private void movedTo(HostDirectory newParent, String newName) {
        synchronized (fileSystem.lock) {
            parent = newParent;
            name = newName;
        }
        newParent.adopt(this, newName);
    }

    private void adopt(HostDirectory child, String childName) {
        synchronized (fileSystem.lock) {
            children.put(childName, child);
        }
    }

    private HostInode own(Inode other) {
        if (other instanceof HostInode inode && inode.fileSystem == fileSystem) return inode;
        throw Errno.EXDEV.failure();
    }

    @Override
    public List<DirectoryEntry> entries() {
        List<DirectoryEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(path())) {
            for (Path child : stream) {
                String childName = child.getFileName().toString();
                HostStat host = fileSystem.readIfPresent(child);
                // Removed in the meantime: as if it had been before.
                if (host != null && isListed(childName)) {
                    Stat stat = host.stat();
                    entries.add(new DirectoryEntry(fileSystem.toGuest(this, childName), stat.inode(), stat.type()));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw HostErrors.failure(e);
        } catch (IOException e) {
            throw HostErrors.failure(e);
        }
        return entries;
    }

    private boolean isListed(String hostName) {
        return !fileSystem.isHidden(this, fileSystem.toGuest(this, hostName));
    }

    @Override
    public OpenFile open(int flags) {
        stat();
        return new HostOpenDirectory(this, flags);
    }
}
