package dev.pglitej.internal.cluster;

/** A session's backend crashed; the cause says how. Its database restarts. */
public final class BackendCrashedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BackendCrashedException(Throwable cause) {
        super("a session's backend crashed, which ends all sessions of its database: " + cause.getMessage(), cause);
    }
}
