package dev.pglitej.internal.kernel.vfs.host;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.Stat;
import dev.pglitej.internal.kernel.vfs.host.HostAttributes.HostStat;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One file of the host while it is open, shared by all who hold it. Thread-safe; its name and its channel are guarded by the file system's
 * lock, everything that depends on the length by its own.
 *
 * <p>An interrupt of a thread closes the channel that it uses, and calls of other threads would fail too. So calls on a closed channel open
 * the file again: see {@link HostOpenFile}. {@link HostChannels} uses this to close channels that were not used for a while.
 */
final class HostFile {

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> READ_AND_WRITE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> CREATE = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    /** Refusals to open a file for writing that do not concern reading: by mode, by mount, of an immutable file, of a running program. */
    private static final Set<Errno> READABLE_NEVERTHELESS =
            Set.of(Errno.EACCES, Errno.EROFS, Errno.EPERM, Errno.ETXTBSY);

    private final HostFileSystem fileSystem;
    private final Object key;

    @GuardedBy("fileSystem.lock")
    private HostDirectory directory;

    @GuardedBy("fileSystem.lock")
    private String name;

    /** The result of stat when the name by which it was opened was removed; null before that. */
    @GuardedBy("fileSystem.lock")
    private @Nullable Stat lastStat;

    @GuardedBy("fileSystem.lock")
    private int holders;

    /** Set under the file system's lock. */
    private volatile FileChannel channel;

    /** Why the host did not open it for writing too; null if it did. */
    private final @Nullable Errno refusal;

    /** Whether it has been used since it was last asked. Not exact: a lost update costs opening the file once more. */
    private boolean used = true;

    @GuardedBy("fileSystem.lock")
    private boolean closed;

    private HostFile(
            HostFileSystem fileSystem,
            HostDirectory directory,
            String name,
            Object key,
            FileChannel channel,
            @Nullable Errno refusal) {
        this.fileSystem = fileSystem;
        this.directory = directory;
        this.name = name;
        this.key = key;
        this.channel = channel;
        this.refusal = refusal;
    }

    /** Makes an empty file; EEXIST if there is one. */
    static HostFile create(HostFileSystem fileSystem, HostDirectory directory, String name, int asked) {
        Path path = directory.pathOfNew(name);
        int permissions = fileSystem.permissions(asked);
        HostAttributes attributes = fileSystem.attributes;
        try {
            FileChannel channel = FileChannel.open(path, CREATE, attributes.creation(permissions));
            attributes.completeMode(path, permissions);
            return new HostFile(
                    fileSystem, directory, name, attributes.read(path).key(), channel, null);
        } catch (IOException e) {
            throw HostErrors.failure(e);
        }
    }

    static HostFile open(HostFileSystem fileSystem, HostDirectory directory, String name, Object key) {
        Path path = directory.pathOf(name);
        try {
            return new HostFile(fileSystem, directory, name, key, FileChannel.open(path, READ_AND_WRITE), null);
        } catch (IOException e) {
            Errno refusal = HostErrors.failure(e).errno();
            if (!READABLE_NEVERTHELESS.contains(refusal)) throw HostErrors.failure(e);
            return openReadOnly(fileSystem, directory, name, key, refusal);
        }
    }

    private static HostFile openReadOnly(
            HostFileSystem fileSystem, HostDirectory directory, String name, Object key, Errno refusal) {
        try {
            FileChannel channel = FileChannel.open(directory.pathOf(name), READ);
            return new HostFile(fileSystem, directory, name, key, channel, refusal);
        } catch (IOException e) {
            throw HostErrors.failure(e);
        }
    }

    Object key() {
        return key;
    }

    /** The channel, for positional calls. It may be found closed: then {@link #reopen} and try again. */
    FileChannel channel() {
        used = true;
        return channel;
    }

    /** Whether it was used since this was last asked. */
    boolean wasUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    /** Closes the channel until the next use; returns false for a file without a name, which could not be opened again. */
    boolean suspend() {
        synchronized (fileSystem.lock) {
            if (lastStat != null) return false;
            close(channel);
            return true;
        }
    }

    /** Opens the channel if it is closed, because the name by which it could be opened later is about to be removed. */
    void resume() {
        synchronized (fileSystem.lock) {
            if (!channel.isOpen()) reopen(channel, new ClosedChannelException());
        }
    }

    /** The error with which the host refused to open it for writing too; null if the host did not refuse. */
    @Nullable
    Errno writeRefusal() {
        return refusal;
    }

    void retain() {
        synchronized (fileSystem.lock) {
            holders++;
        }
    }

    /** Whether that was the last holder. */
    boolean releaseOne() {
        synchronized (fileSystem.lock) {
            holders--;
            return holders == 0;
        }
    }

    void movedTo(HostDirectory newDirectory, String newName) {
        synchronized (fileSystem.lock) {
            if (lastStat != null) return;
            directory = newDirectory;
            name = newName;
        }
    }

    /** Its name, or one of them, has been removed; {@code before} is the result of stat before that. */
    void unlinked(Stat before) {
        synchronized (fileSystem.lock) {
            if (!isStillNamed()) lastStat = withoutName(before);
        }
    }

    private static Stat withoutName(Stat before) {
        return before.with().links(before.links() - 1).build();
    }

    @GuardedBy("fileSystem.lock")
    private boolean isStillNamed() {
        HostStat there = lastStat == null ? fileSystem.readIfPresent(directory.pathOf(name)) : null;
        return there != null && there.key().equals(key);
    }

    /** Where it is, or null if its name is gone. */
    @Nullable
    Path path() {
        synchronized (fileSystem.lock) {
            return isStillNamed() ? directory.pathOf(name) : null;
        }
    }

    /** The result of stat when the name was removed, for a file without one. */
    Stat lastStat() {
        synchronized (fileSystem.lock) {
            if (lastStat == null) {
                throw Errno.ESTALE.failure(new IllegalStateException(
                        "%s was removed or replaced on the host while the database had it open".formatted(name)));
            }
            return lastStat;
        }
    }

    /** Replaces {@code broken}, which was found closed, unless another thread has done so already. */
    void reopen(FileChannel broken, ClosedChannelException failure) {
        synchronized (fileSystem.lock) {
            if (closed) throw Errno.EBADF.failure(failure);
            if (channel != broken) return;
            if (!isStillNamed()) {
                throw Errno.EIO.failure(new IOException(
                        "the file %s was closed by an interrupt or to free a descriptor, and has no name by which to open it again"
                                .formatted(key),
                        failure));
            }
            fileSystem.channels.expectOne();
            try {
                channel = FileChannel.open(directory.pathOf(name), refusal == null ? READ_AND_WRITE : READ);
            } catch (IOException e) {
                e.addSuppressed(failure);
                throw HostErrors.failure(e);
            }
            fileSystem.channels.closed(this);
            fileSystem.channels.opened(this);
        }
    }

    void closeChannel() {
        FileChannel last;
        synchronized (fileSystem.lock) {
            closed = true;
            last = channel;
            fileSystem.channels.closed(this);
        }
        close(last);
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw HostErrors.failure(e);
        }
    }
}
