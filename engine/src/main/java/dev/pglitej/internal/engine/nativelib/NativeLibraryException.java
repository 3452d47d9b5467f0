package dev.pglitej.internal.engine.nativelib;

/** A native library, or a file that belongs to it, is not available. The message says which, why, and what to do. */
public final class NativeLibraryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NativeLibraryException(String message) {
        super(message);
    }

    NativeLibraryException(String message, Throwable cause) {
        super(message, cause);
    }
}
