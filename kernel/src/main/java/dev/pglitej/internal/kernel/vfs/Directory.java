package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.Errno;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory of one file system. Thread-safe; each method is atomic within the file system.
 *
 * <p>Names are single components: neither empty, nor "." or "..", without slash, at most 255 bytes long. {@link MountTable} ensures that,
 * and handles everything that spans file systems; system calls go through it.
 */
public interface Directory extends Inode {

    /** The directory this one is in; the root is in itself. */
    Directory parent();

    /** The name it has there; the root's is empty. ENOENT once it has been removed. */
    String name();

    /** The inode of that name, or null where there is none. */
    @Nullable
    Inode find(String name);

    /** The inode of that name; ENOENT where there is none. */
    default Inode lookup(String name) {
        Inode found = find(name);
        if (found == null) throw Errno.ENOENT.failure();
        return found;
    }

    /** Makes a regular file and opens it; EEXIST if the name is taken. */
    OpenFile createFile(String name, int permissions, int flags);

    Directory makeDirectory(String name, int permissions);

    void makeSymlink(String name, String target);

    /** Gives {@code existing}, a file of the same file system and not a directory (EPERM), a further name. */
    void link(String name, Inode existing);

    /** Removes a name; EISDIR if it is a directory's. A file lives on while open or under other names. */
    void unlink(String name);

    void removeDirectory(String name);

    /**
     * Renames, replacing a file by a file and an empty directory by a directory, as rename(2) does.
     *
     * @param target a directory of the same file system
     */
    void rename(String name, Directory target, String newName);

    /** The present entries, without "." and "..", in no particular order. A snapshot: later changes do not show in it. */
    List<DirectoryEntry> entries();

    @Override
    default FileType type() {
        return FileType.DIRECTORY;
    }

    @Override
    default Directory asDirectory() {
        return this;
    }
}
