package dev.pglitej;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.engine.EngineException;
import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.vfs.image.FileImageException;
import java.io.UncheckedIOException;

/** What the public API throws where the parts that it is made of have thrown something. Stateless. */
final class Failures {
    private Failures() {}

    /**
     * An exception of the API's with the reason. What is one already, or says that the caller has made a mistake, stays as it is; an error
     * of the JVM is thrown.
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
        // Reading what is mapped of a file that has been cut short.
        if (cause instanceof InternalError) {
            return "a file that is mapped has become shorter, or cannot be read (" + cause.getMessage() + ")";
        }
        Throwable below = cause.getCause();
        return cause instanceof ErrnoException && below != null
                ? cause.getMessage() + " (" + below + ")"
                : String.valueOf(cause.getMessage());
    }
}
