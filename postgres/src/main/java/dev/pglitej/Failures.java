package dev.pglitej;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.engine.EngineException;
import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.vfs.image.FileImageException;
import java.io.UncheckedIOException;

/** Turns exceptions of internal code into exceptions of the public API. Stateless. */
final class Failures {
    private Failures() {}

    /**
     * A {@link dev.pglitej.api.PGliteException} with the reason. Such exceptions, and those that report a mistake of the caller, are
     * returned unchanged; an error of the JVM is thrown.
     *
     * @param what could not be done
     */
    static RuntimeException of(String what, Throwable cause) {
        if (isOfTheHost(cause)) return new PGliteException(what + ": " + reason(cause), cause);
        if (cause instanceof RuntimeException exception) return exception;
        throw (Error) cause;
    }

    private static boolean isOfTheHost(Throwable cause) {
        return cause instanceof ErrnoException
                || cause instanceof EngineException
                || cause instanceof FileImageException
                || cause instanceof UncheckedIOException
                || cause instanceof InternalError;
    }

    private static String reason(Throwable cause) {
        // A mapped file was truncated, and its missing part was read.
        if (cause instanceof InternalError) {
            return "a file that is mapped has become shorter, or cannot be read (" + cause.getMessage() + ")";
        }
        Throwable below = cause.getCause();
        return cause instanceof ErrnoException && below != null
                ? cause.getMessage() + " (" + below + ")"
                : String.valueOf(cause.getMessage());
    }
}
