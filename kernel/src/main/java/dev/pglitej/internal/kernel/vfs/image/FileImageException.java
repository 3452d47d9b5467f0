package dev.pglitej.internal.kernel.vfs.image;

/** A file is no image of a file system, or not one that can be used: its message says which, what is wrong with it, and what to do. */
public final class FileImageException extends RuntimeException {

    FileImageException(String message) {
        super(message);
    }
}
