package dev.pglitej.internal.kernel.vfs.image;

/** A file is not an image of a file system, or cannot be used: the message names the file, what is wrong with it, and what to do. */
public final class FileImageException extends RuntimeException {

    FileImageException(String message) {
        super(message);
    }
}
