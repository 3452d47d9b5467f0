package dev.pglitej.internal.cluster;

/** A session's backend did not end by itself, but by a fault of its own, which is the cause. Its database restarts. */
public final class BackendCrashedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BackendCrashedException(Throwable cause) {
        super("a session's backend crashed, which ends all sessions of its database: " + cause.getMessage(), cause);
    }
}
