package dev.pglitej.backend;

import dev.pglitej.kernel.process.ProcessEnd;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, or initdb, did not start; the message has what it said last. */
public final class BootException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private BootException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public static BootException of(ProcessEnd end, ServerLog log) {
        String said = String.join("\n", log.tail());
        if (end instanceof ProcessEnd.Killed killed) {
            return new BootException(
                    "PostgreSQL crashed while it started: " + killed.cause() + "\n" + said, killed.cause());
        }
        int status = ((ProcessEnd.Exited) end).status();
        return new BootException("PostgreSQL did not start (exit status " + status + ")\n" + said, null);
    }
}
