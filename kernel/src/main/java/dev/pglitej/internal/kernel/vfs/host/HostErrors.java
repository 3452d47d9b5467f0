package dev.pglitej.internal.kernel.vfs.host;

import static java.util.Map.entry;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.ErrnoException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts exceptions of the host's file systems to error numbers.
 *
 * <p>Java reports the common errors by the class of the exception, and the others only by the C library's message. A message in a language
 * other than English, or an unknown one, is EIO, with the exception as its cause.
 */
final class HostErrors {

    private static final Map<String, Errno> BY_MESSAGE = Map.ofEntries(
            entry("Argument list too long", Errno.E2BIG),
            entry("Bad file descriptor", Errno.EBADF),
            entry("Cannot allocate memory", Errno.ENOMEM),
            entry("Device or resource busy", Errno.EBUSY),
            entry("Directory not empty", Errno.ENOTEMPTY),
            entry("Disk quota exceeded", Errno.EDQUOT),
            entry("File exists", Errno.EEXIST),
            entry("File name too long", Errno.ENAMETOOLONG),
            entry("File too large", Errno.EFBIG),
            entry("Input/output error", Errno.EIO),
            entry("Invalid argument", Errno.EINVAL),
            entry("Invalid cross-device link", Errno.EXDEV),
            entry("Is a directory", Errno.EISDIR),
            entry("No such device", Errno.ENODEV),
            entry("No such device or address", Errno.ENXIO),
            entry("No such file or directory", Errno.ENOENT),
            entry("No space left on device", Errno.ENOSPC),
            entry("Not a directory", Errno.ENOTDIR),
            entry("Operation not permitted", Errno.EPERM),
            entry("Operation not supported", Errno.EOPNOTSUPP),
            entry("Permission denied", Errno.EACCES),
            entry("Read-only file system", Errno.EROFS),
            entry("Stale file handle", Errno.ESTALE),
            entry("Text file busy", Errno.ETXTBSY),
            entry("Too many levels of symbolic links", Errno.ELOOP),
            entry("Too many links", Errno.EMLINK),
            entry("Too many open files", Errno.EMFILE),
            entry("Too many open files in system", Errno.ENFILE),
            // macOS words these differently.
            entry("Cross-device link", Errno.EXDEV),
            entry("Not enough space", Errno.ENOSPC),
            entry("Resource busy", Errno.EBUSY));

    private HostErrors() {}

    /** The exception to throw for {@code exception}, which is its cause if the number does not say everything. */
    static ErrnoException failure(IOException exception) {
        Errno errno = errno(exception);
        return errno == Errno.ENOENT || errno == Errno.EEXIST ? errno.failure() : errno.failure(exception);
    }

    /** The same for one that a directory's iterator had to wrap. */
    static ErrnoException failure(DirectoryIteratorException exception) {
        IOException cause = exception.getCause();
        return cause == null ? Errno.EIO.failure(exception) : failure(cause);
    }

    private static Errno errno(IOException exception) {
        return exception instanceof FileSystemException failure ? byClass(failure) : byMessage(exception.getMessage());
    }

    private static Errno byClass(FileSystemException exception) {
        if (exception instanceof NoSuchFileException) {
            return Errno.ENOENT;
        } else if (exception instanceof FileAlreadyExistsException) {
            return Errno.EEXIST;
        } else if (exception instanceof DirectoryNotEmptyException) {
            return Errno.ENOTEMPTY;
        } else if (exception instanceof AccessDeniedException) {
            return Errno.EACCES;
        } else if (exception instanceof NotDirectoryException) {
            return Errno.ENOTDIR;
        } else if (exception instanceof NotLinkException) {
            return Errno.EINVAL;
        } else if (exception instanceof FileSystemLoopException) {
            return Errno.ELOOP;
        } else if (exception instanceof AtomicMoveNotSupportedException) {
            return Errno.EXDEV;
        }
        return byMessage(exception.getReason());
    }

    private static Errno byMessage(@Nullable String message) {
        if (message == null) return Errno.EIO;
        Errno errno = BY_MESSAGE.get(message);
        // open(O_NOFOLLOW) on a link: "Too many levels of symbolic links or unable to access attributes of symbolic
        // link".
        return errno != null ? errno : message.startsWith("Too many levels") ? Errno.ELOOP : Errno.EIO;
    }
}
