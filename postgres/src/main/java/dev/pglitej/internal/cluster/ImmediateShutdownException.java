package dev.pglitej.internal.cluster;

/** The reason why no process may run any more, when it is a shutdown and not a crash. */
final class ImmediateShutdownException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ImmediateShutdownException() {
        super("the database was shut down immediately", null, false, false);
    }
}
