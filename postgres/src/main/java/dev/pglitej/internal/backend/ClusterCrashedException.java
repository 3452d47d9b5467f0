package dev.pglitej.internal.backend;

/** A backend cannot continue because another one of its cluster has crashed and left shared memory in an unknown state. */
public final class ClusterCrashedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClusterCrashedException(Throwable cause) {
        super("another backend of this database crashed; the database is closed", cause, false, false);
    }
}
