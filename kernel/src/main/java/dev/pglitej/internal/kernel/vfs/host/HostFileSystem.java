package dev.pglitej.internal.kernel.vfs.host;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.engine.Descriptors;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.FirstFailure;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.FileSystemStat;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.host.HostAttributes.HostStat;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the host as a file system. Thread-safe; one lock guards names, each open file has one for its writes.
 *
 * <p><b>Escape.</b> Nothing here follows a symbolic link of the host: links are shown to the guest, which resolves them in its own name
 * space. A user who may change the host's directories while a database runs can still redirect it, so restrict their permissions.
 *
 * <p><b>Modes.</b> If the group may read the directory when it is opened, it may also read new files in it.
 *
 * <p><b>Durability.</b> sync is the host's fsync or fdatasync, also of directories if the host supports that.
 *
 * <p><b>File descriptors.</b> However often and by however many processes a file is opened, the host sees it open once, as long
 * as any of them holds it, and of those only the {@value #MOST_DESCRIPTORS} used most recently, or fewer where the process has
 * hardly any descriptor left: {@link HostChannels}.
 *
 * <p>Lock order: a {@link HostFile}'s own, then {@link #lock}; the other way round never.
 */
public final class HostFileSystem implements FileSystem {

    private static final int MOST_DESCRIPTORS = 256;

    final Object lock = new Object();

    @GuardedBy("lock")
    final HostChannels channels;

    final HostAttributes attributes;

    private static final int GROUP_READS = 050;

    private final Path path;
    private final HostDirectory root;
    private final boolean groupReads;

    @GuardedBy("lock")
    private final Map<Object, HostFile> openFiles = new HashMap<>();

    private final Set<String> hidden;

    /** Changed under the lock. */
    private volatile @Nullable Withheld withheld;

    private HostFileSystem(Path path, Set<String> hidden, HostChannels channels) {
        this.path = path;
        this.channels = channels;
        this.hidden = Set.copyOf(hidden);
        this.attributes = HostAttributes.of(path);
        this.root = HostDirectory.root(this);
        this.groupReads = (root.stat().permissions() & GROUP_READS) == GROUP_READS;
    }

    /** The file system of an existing directory, symbolic links on the way to it followed now and not again. */
    public static HostFileSystem open(Path directory) throws IOException {
        return openHiding(Set.of(), directory);
    }

    /**
     * The same, with names in the directory itself that are the host's own, such as a lock file's: for guests there are no such files,
     * and they cannot make any (EACCES).
     */
    public static HostFileSystem openHiding(Set<String> names, Path directory) throws IOException {
        return open(names, directory, new HostChannels(MOST_DESCRIPTORS, () -> Descriptors.allow(1)));
    }

    static HostFileSystem open(Set<String> names, Path directory, HostChannels channels) throws IOException {
        Path real = directory.toRealPath();
        if (!Files.isDirectory(real)) throw new NotDirectoryException(real.toString());
        return new HostFileSystem(real, names, channels);
    }

    @Override
    public Directory root() {
        return root;
    }

    Path path() {
        return path;
    }

    boolean isHidden(HostDirectory directory, String name) {
        if (directory == root) return hidden.contains(name);
        Withheld file = withheld;
        return file != null && name.equals(file.hostName) && file.isIn(directory);
    }

    /**
     * Gives a file another name on the host than for guests, until {@link #giveName}, so that no other program takes the directory for
     * complete meanwhile.
     *
     * @param directory in the root, where there may be none yet
     */
    public void withholdName(String directory, String name, String hostName) {
        synchronized (lock) {
            withheld = new Withheld(directory, name, hostName);
        }
    }

    /** Gives the file its name for guests, permanently. */
    public void giveName() throws IOException {
        synchronized (lock) {
            Withheld file = withheld;
            if (file == null) throw new IllegalStateException("no name is withheld");
            Path in = path.resolve(file.directory);
            Files.move(in.resolve(file.hostName), in.resolve(file.name), StandardCopyOption.ATOMIC_MOVE);
            withheld = null;
        }
    }

    /** The permissions of a new file or directory for which these were asked: the group gets those of the owner, except writing. */
    int permissions(int asked) {
        return groupReads ? asked | ((asked >> 3) & GROUP_READS) : asked;
    }

    /** The name on the host for a name of guests. */
    String toHost(HostDirectory directory, String name) {
        Withheld file = withheld;
        return file != null && name.equals(file.name) && file.isIn(directory) ? file.hostName : name;
    }

    /** The name for guests for a name on the host. */
    String toGuest(HostDirectory directory, String hostName) {
        Withheld file = withheld;
        return file != null && hostName.equals(file.hostName) && file.isIn(directory) ? file.name : hostName;
    }

    private record Withheld(String directory, String name, String hostName) {
        boolean isIn(HostDirectory other) {
            return other.isChildOfRoot(directory);
        }
    }

    @Override
    public FileSystemStat stat() {
        try {
            FileStore store = Files.getFileStore(path);
            int block = (int) store.getBlockSize();
            return new FileSystemStat(
                    block, store.getTotalSpace() / block, store.getUsableSpace() / block, 0, store.isReadOnly());
        } catch (IOException e) {
            throw HostErrors.failure(e);
        }
    }

    HostStat read(Path file) {
        try {
            return attributes.read(file);
        } catch (IOException e) {
            throw HostErrors.failure(e);
        }
    }

    /** Null if there is no such file. */
    @Nullable
    HostStat readIfPresent(Path file) {
        try {
            return attributes.read(file);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw HostErrors.failure(e);
        }
    }

    /** The open file of that key, or null if it is not open. */
    @GuardedBy("lock")
    @Nullable
    HostFile openFile(Object key) {
        return openFiles.get(key);
    }

    /** Holds what is named in {@code directory}, opening it with the host unless it is open already. */
    @GuardedBy("lock")
    HostFile open(HostDirectory directory, String name) {
        HostStat host = read(directory.pathOf(name));
        if (host.stat().type() != FileType.REGULAR) {
            // A pipe, socket or device of the host: opening it could block or do harm.
            throw (host.stat().type() == FileType.SYMLINK ? Errno.ELOOP : Errno.ENXIO).failure();
        }
        HostFile file = openFiles.get(host.key());
        if (file == null) {
            channels.expectOne();
            file = HostFile.open(this, directory, name, host.key());
            openFiles.put(host.key(), file);
            channels.opened(file);
        }
        file.retain();
        return file;
    }

    /** Makes and holds a file; EEXIST if the name is taken. */
    @GuardedBy("lock")
    HostFile create(HostDirectory directory, String name, int permissions) {
        channels.expectOne();
        HostFile file = HostFile.create(this, directory, name, permissions);
        openFiles.put(file.key(), file);
        channels.opened(file);
        file.retain();
        return file;
    }

    void release(HostFile file) {
        boolean last;
        synchronized (lock) {
            last = file.releaseOne() && openFiles.remove(file.key(), file);
        }
        if (last) file.closeChannel();
    }

    @Override
    public void close() {
        List<HostFile> open;
        synchronized (lock) {
            open = List.copyOf(openFiles.values());
            openFiles.clear();
        }
        FirstFailure failure = new FirstFailure();
        for (HostFile file : open) failure.in(file::closeChannel);
        failure.rethrow();
    }
}
