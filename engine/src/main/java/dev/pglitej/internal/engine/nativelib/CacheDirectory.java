package dev.pglitej.internal.engine.nativelib;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A directory that resources can be unpacked into. Immutable.
 *
 * <p>A user who can write there determines which code this process runs. So it has to belong to this user or to root, and others must not
 * be able to change its contents. If root has filled one for all users, its files are used, and missing ones go into a directory of the
 * user below it. The same applies if all users may create files in it but not remove those of others.
 *
 * @param kind by whom it was chosen
 */
record CacheDirectory(Path path, Kind kind) {
    private static final String OWNER_WRITES = "rwxr-xr-x";
    private static final String OWNER_ALONE = "rwx------";

    enum Kind {
        /** By the system property; it is taken as it is. */
        CHOSEN,
        /** In the user's directory of caches. */
        USUAL,
        /** Among temporary files, where other users could create it first, or a link in its place. */
        TEMPORARY
    }

    /**
     * The intact file of a resource; null if there is none.
     *
     * @throws IOException if other users could have put it there
     */
    @Nullable
    CachedFile find(String name, String sha256, int user) throws IOException {
        FileStatus status = status();
        if (status == null) return null;
        if (canTighten(status, user)) return null;
        check(status, user);
        CachedFile file = new CachedFile(path, name, sha256, user);
        if (file.isGood()) return file;
        if (isOwn(status, user)) return null;
        FileStatus below = FileStatus.of(ownBelow(user), LinkOption.NOFOLLOW_LINKS);
        if (below == null || !below.isSafeFor(user)) return null;
        file = new CachedFile(ownBelow(user), name, sha256, user);
        return file.isGood() ? file : null;
    }

    /** The place to unpack a resource. Creates directories. */
    CachedFile place(String name, String sha256, int user) throws IOException {
        FileStatus status = status();
        if (status == null) {
            make(path);
            status = status();
            if (status == null) throw new IOException("another process has removed " + path);
        }
        if (canTighten(status, user)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(OWNER_WRITES));
            return new CachedFile(path, name, sha256, user);
        }
        check(status, user);
        return new CachedFile(isOwn(status, user) ? path : makeOwnBelow(user), name, sha256, user);
    }

    private @Nullable FileStatus status() throws IOException {
        return kind == Kind.TEMPORARY ? FileStatus.of(path, LinkOption.NOFOLLOW_LINKS) : FileStatus.of(path);
    }

    /** A former version may have created it with a permissive umask. */
    private boolean canTighten(FileStatus status, int user) {
        return kind != Kind.CHOSEN && status.owner() == user && status.isWritableByOthers();
    }

    private static void check(FileStatus status, int user) throws IOException {
        if (!status.isTrustedBy(user)) throw foreign("it", status, user);
        if (status.isWritableByOthers() && !status.isSticky()) {
            throw new IOException("other users can write there (its mode is " + status.octalMode()
                    + ") and could make this process run their code; remove that permission (chmod go-w)");
        }
    }

    private static IOException foreign(String what, FileStatus status, int user) {
        return new IOException(
                "%s belongs to user %d, but this process runs as user %d, which trusts only itself and root"
                        .formatted(what, status.owner(), user));
    }

    /** Whether only this user creates files there, so that its files can lie directly in it. */
    private static boolean isOwn(FileStatus status, int user) {
        return status.owner() == user && !status.isWritableByOthers();
    }

    private Path ownBelow(int user) {
        return path.resolve("user-" + user);
    }

    private Path makeOwnBelow(int user) throws IOException {
        Path own = ownBelow(user);
        FileStatus status = FileStatus.of(own, LinkOption.NOFOLLOW_LINKS);
        if (status == null) make(own);
        if (status != null && !status.isSafeFor(user)) throw foreign(own.toString(), status, user);
        return own;
    }

    private void make(Path directory) throws IOException {
        Files.createDirectories(directory);
        String mode = kind == Kind.TEMPORARY ? OWNER_ALONE : OWNER_WRITES;
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
    }
}
