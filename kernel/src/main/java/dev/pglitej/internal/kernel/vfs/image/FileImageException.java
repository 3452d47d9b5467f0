package dev.pglitej.internal.kernel.vfs.image;

/** A file is not an image of a file system, or cannot be used. The message names the file, the reason, and what to do. */
public final class FileImageException extends RuntimeException {

    FileImageException(String message) {
        super(message);
    }
}
