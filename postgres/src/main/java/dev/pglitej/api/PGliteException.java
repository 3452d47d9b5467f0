package dev.pglitej.api;

import org.jspecify.annotations.Nullable;

/** A database cannot be opened or used; the message says which, why, and what to do. */
@SuppressWarnings("exports") // @Nullable, of a module that compilers alone need
public class PGliteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PGliteException(String message) {
        super(message);
    }

    public PGliteException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
