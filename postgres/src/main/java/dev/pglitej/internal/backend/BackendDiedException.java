package dev.pglitej.internal.backend;

/** A process of a cluster ended in a way that PostgreSQL's postmaster calls a crash. */
public final class BackendDiedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BackendDiedException(String message) {
        super(message, null, false, false);
    }
}
