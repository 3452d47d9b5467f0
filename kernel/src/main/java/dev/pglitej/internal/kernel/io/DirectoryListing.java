package dev.pglitej.internal.kernel.io;

import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.DirectoryEntry;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.MountTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reading of one open directory: the entries at its beginning, and the present position. Confined to its description's lock.
 *
 * <p>Entries that are added or removed meanwhile may or may not appear, as POSIX allows. A rewind reads the directory again.
 */
public final class DirectoryListing {

    /** Offsets in a directory are counted in records of getdents64, which are all of one size. */
    public static final int RECORD_BYTES = 280;

    private final Directory directory;
    private @Nullable List<DirectoryEntry> entries;
    private int next;

    DirectoryListing(Directory directory) {
        this.directory = directory;
    }

    /** The next entry, which {@link #advance} passes; null at the end. */
    public @Nullable DirectoryEntry peek(MountTable mounts) {
        if (entries == null) entries = read(mounts);
        return next < entries.size() ? entries.get(next) : null;
    }

    private List<DirectoryEntry> read(MountTable mounts) {
        List<DirectoryEntry> present = directory.entries();
        List<DirectoryEntry> all = new ArrayList<>(present.size() + 2);
        all.add(new DirectoryEntry(".", directory.stat().inode(), FileType.DIRECTORY));
        all.add(new DirectoryEntry("..", mounts.parentOf(directory).stat().inode(), FileType.DIRECTORY));
        all.addAll(present);
        return all;
    }

    public void advance() {
        next++;
    }

    /** How many entries have been passed. */
    public int position() {
        return next;
    }

    void seek(int position) {
        next = position;
        if (position == 0) entries = null;
    }
}
