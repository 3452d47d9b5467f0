package dev.pglitej.internal.kernel.vfs.host;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of the host's files: on Unix all that stat returns ("unix:" attributes), elsewhere those that Java knows, with modes that
 * suit PostgreSQL. Symbolic links are never followed. Thread-safe.
 *
 * <p>All files belong to user and group 0, the ids of the guest, regardless of their owners on the host.
 */
enum HostAttributes {
    UNIX {
        // Not "unix:*", which looks up the names of owner and group in the host's user database each time.
        private static final String ALL = "unix:dev,ino,mode,nlink,size,lastAccessTime,lastModifiedTime,ctime,fileKey";

        @Override
        HostStat read(Path path) throws IOException {
            Map<String, Object> all = Files.readAttributes(path, ALL, LinkOption.NOFOLLOW_LINKS);
            long size = number(all, "size");
            Stat stat = Stat.ofMode((int) number(all, "mode"))
                    .file(number(all, "dev"), number(all, "ino"))
                    .links((int) number(all, "nlink"))
                    .size(size)
                    .space(BLOCK, blocks(size))
                    .times(
                            nanos((FileTime) get(all, "lastAccessTime")),
                            nanos((FileTime) get(all, "lastModifiedTime")),
                            nanos((FileTime) get(all, "ctime")))
                    .build();
            return new HostStat(stat, get(all, "fileKey"));
        }

        @Override
        void changeMode(Path path, int permissions) throws IOException {
            Files.setAttribute(path, "unix:mode", permissions);
        }

        @Override
        FileAttribute<?>[] creation(int permissions) {
            return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissionSet(permissions))};
        }

        @Override
        boolean canSyncDirectories() {
            return true;
        }
    },

    BASIC {
        private static final FileAttribute<?>[] NONE = {};

        @Override
        HostStat read(Path path) throws IOException {
            BasicFileAttributes all = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            FileType type =
                    all.isDirectory() ? FileType.DIRECTORY : all.isSymbolicLink() ? FileType.SYMLINK : FileType.REGULAR;
            Object key = all.fileKey() == null ? path : all.fileKey();
            long modified = nanos(all.lastModifiedTime());
            // There is no inode number, so the hash of the path replaces it, and different files rarely seem equal.
            Stat stat = Stat.of(type, type == FileType.DIRECTORY ? 0700 : 0600)
                    .file(0, key.hashCode() & 0xffffffffL)
                    .links(1)
                    .size(all.size())
                    .space(BLOCK, blocks(all.size()))
                    .times(nanos(all.lastAccessTime()), modified, modified)
                    .build();
            return new HostStat(stat, key);
        }

        /** There are no modes, so this does nothing, as on a FAT volume mounted on Unix. */
        @Override
        void changeMode(Path path, int permissions) {}

        @Override
        FileAttribute<?>[] creation(int permissions) {
            return NONE;
        }

        @Override
        boolean canSyncDirectories() {
            return false;
        }
    };

    private static final int BLOCK = 4096;
    private static final int STAT_BLOCK = 512;

    /**
     * A file's attributes with the key that tells whether two names are the same file.
     *
     * @param key equal for the same file and no other while it exists
     */
    record HostStat(Stat stat, Object key) {}

    static HostAttributes of(Path directory) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("unix") ? UNIX : BASIC;
    }

    abstract HostStat read(Path path) throws IOException;

    abstract void changeMode(Path path, int permissions) throws IOException;

    /** Attributes that give a new file or directory at most these permissions from the beginning. */
    abstract FileAttribute<?>[] creation(int permissions);

    abstract boolean canSyncDirectories();

    /** Adds the bits to a new file's mode that the umask of the host's process removed. */
    final void completeMode(Path path, int permissions) throws IOException {
        // No usual umask removes the owner's bits, and PostgreSQL rarely asks for others.
        if ((permissions & ~0700) != 0) changeMode(path, permissions);
    }

    final void changeTimes(Path path, long accessedNanos, long modifiedNanos) throws IOException {
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(time(modifiedNanos), time(accessedNanos), null);
    }

    private static @Nullable FileTime time(long nanos) {
        return nanos == Inode.OMIT_TIME ? null : FileTime.from(nanos, TimeUnit.NANOSECONDS);
    }

    /** chown to the one user and group does nothing; to another one it is not permitted. */
    static void checkOwner(int uid, int gid) {
        if (uid > 0 || gid > 0) throw Errno.EPERM.failure();
    }

    private static Object get(Map<String, Object> attributes, String name) {
        Object value = attributes.get(name);
        if (value == null) {
            throw new IllegalStateException("the host's file system does not report \"unix:%s\"".formatted(name));
        }
        return value;
    }

    private static long number(Map<String, Object> attributes, String name) {
        return ((Number) get(attributes, name)).longValue();
    }

    private static long blocks(long size) {
        return (size + STAT_BLOCK - 1) / STAT_BLOCK;
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }

    private static Set<PosixFilePermission> permissionSet(int permissions) {
        // The enum's order is that of the bits, from the owner's read bit down to the others' execute bit.
        PosixFilePermission[] all = PosixFilePermission.values();
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < all.length; i++) {
            if ((permissions & (0400 >> i)) != 0) set.add(all[i]);
        }
        return set;
    }
}
