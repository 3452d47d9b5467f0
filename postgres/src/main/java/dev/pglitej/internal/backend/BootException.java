package dev.pglitej.internal.backend;

import dev.pglitej.internal.kernel.process.ProcessEnd;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, or initdb, did not start. The message has its last lines. */
public final class BootException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private BootException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * For a process that ended instead of starting.
     *
     * @param hostFailure a failure of the host in a call, which may be the reason
     */
    public static BootException of(ProcessEnd end, Optional<? extends Throwable> hostFailure, PostgresLog log) {
        String said = String.join("\n", log.tail());
        if (end instanceof ProcessEnd.Killed killed) {
            Throwable cause = hostFailure.isPresent() ? hostFailure.get() : killed.cause();
            return new BootException("PostgreSQL crashed while it started: " + cause + "\n" + said, cause);
        }
        int status = ((ProcessEnd.Exited) end).status();
        return new BootException(
                "PostgreSQL did not start (exit status " + status + ")\n" + said, hostFailure.orElse(null));
    }
}
