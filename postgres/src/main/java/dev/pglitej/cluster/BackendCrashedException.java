package dev.pglitej.cluster;

/** A backend did not end by itself, but by a fault of its own or of another backend of its cluster, which is the cause. */
public final class BackendCrashedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BackendCrashedException(Throwable cause) {
        super("a backend of this database crashed, which ends the database: " + cause.getMessage(), cause);
    }
}
