package dev.pglitej.internal.cluster;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.engine.Descriptors;
import dev.pglitej.internal.engine.ExhaustedException;
import dev.pglitej.internal.kernel.HostLog;
import dev.pglitej.spi.SessionRefusedException;
import java.util.Optional;
import java.util.function.Supplier;

/** The messages for users when a resource of the JVM or the system is exhausted. Stateless. */
public final class Exhaustion {
    private static final System.Logger LOG = System.getLogger(Exhaustion.class.getName());

    /** insufficient_resources. */
    private static final String SQL_STATE = "53000";

    private static final String NO_THREAD = "native thread";

    /** For its lock, its shared memory, and some of its files. It uses more if there are more. */
    private static final int DESCRIPTORS_OF_A_DATABASE = 16;

    private Exhaustion() {}

    /** Which resource has run out and what to do; empty for other failures. */
    private static Optional<String> reason(Throwable failure) {
        if (failure instanceof ExhaustedException) return Optional.of(String.valueOf(failure.getMessage()));
        if (!(failure instanceof OutOfMemoryError)) return Optional.empty();
        String message = String.valueOf(failure.getMessage());
        if (!message.contains(NO_THREAD)) return Optional.of(message);
        return Optional.of(message + "; close databases or sessions, or allow this process more threads"
                + " (ulimit -u, or the container's limit of pids)");
    }

    /** Whether the failure comes from an exhausted resource, which may be available again later. */
    static boolean mayPass(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError || cause instanceof ExhaustedException) return true;
        }
        return false;
    }

    /** Makes something for a client. If a resource has run out, the client gets that as the reason. */
    static <T> T orRefused(Supplier<T> making) {
        try {
            // The session itself needs none, but the thread that runs it may have to load classes and open files.
            Descriptors.expect(1);
            return making.get();
        } catch (RuntimeException | Error e) {
            refuseSession(e);
            throw e;
        }
    }

    static void orRefused(Runnable doing) {
        orRefused(() -> {
            doing.run();
            return true;
        });
    }

    private static void refuseSession(Throwable failure) {
        Optional<String> reason = reason(failure);
        if (reason.isPresent()) {
            HostLog.log(LOG, System.Logger.Level.WARNING, "a session was refused", failure);
            throw new SessionRefusedException(SQL_STATE, "there is no room for another session", reason.get());
        }
    }

    /** The same for opening a database. */
    public static void refuseDatabase(Throwable failure) {
        Optional<String> reason = reason(failure);
        if (reason.isPresent()) {
            throw new PGliteException("there is no room for another database: " + reason.get(), failure);
        }
    }

    /** Call it before a database is opened, while there is nothing to undo. */
    public static void expectDatabase() {
        try {
            Descriptors.expect(DESCRIPTORS_OF_A_DATABASE);
        } catch (ExhaustedException e) {
            refuseDatabase(e);
        }
    }
}
