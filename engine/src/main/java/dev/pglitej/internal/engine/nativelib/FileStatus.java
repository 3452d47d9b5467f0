package dev.pglitej.internal.engine.nativelib;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The owner, the mode and the identity of a file: stat(). Immutable. */
record FileStatus(int owner, int mode, String identity) {
    private static final String ATTRIBUTES = "unix:uid,mode,ino,size,lastModifiedTime,ctime";
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int STICKY = 01000;
    private static final int ROOT = 0;

    /** The status of a file, or of a link; null if there is none. */
    static @Nullable FileStatus of(Path path, LinkOption... options) throws IOException {
        try {
            return of(Files.readAttributes(path, ATTRIBUTES, options));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return null;
        }
    }

    private static FileStatus of(Map<String, Object> found) {
        // Each change of a file's contents or attributes sets ctime, and no program can set it back.
        String identity = found.get("ino") + " " + found.get("size") + " " + nanos(found.get("lastModifiedTime")) + " "
                + nanos(found.get("ctime"));
        return new FileStatus(number(found, "uid"), number(found, "mode"), identity);
    }

    private static int number(Map<String, Object> found, String attribute) {
        return (int) Objects.requireNonNull(found.get(attribute), attribute);
    }

    private static long nanos(@Nullable Object time) {
        return time instanceof FileTime known ? known.to(TimeUnit.NANOSECONDS) : 0;
    }

    /** The user that this process runs as. */
    static int currentUser() throws IOException {
        FileStatus process = of(Path.of("/proc/self"));
        if (process != null) return process.owner();
        Path probe = Files.createTempFile("pglitej-", ".tmp");
        try {
            return (Integer) Files.getAttribute(probe, "unix:uid");
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** Whether only that user and root can write to it. */
    boolean isSafeFor(int user) {
        return isTrustedBy(user) && !isWritableByOthers();
    }

    boolean isTrustedBy(int user) {
        return owner == user || owner == ROOT;
    }

    boolean isWritableByOthers() {
        return (mode & WRITABLE_BY_OTHERS) != 0;
    }

    /** Whether other users, who may create files in this directory, cannot remove or rename the files of this user. */
    boolean isSticky() {
        return (mode & STICKY) != 0;
    }

    String octalMode() {
        return Integer.toOctalString(mode & 07777);
    }
}
