package dev.pglitej.internal.cluster;

/** The cause for which nobody may run any more, when that is no crash. */
final class ImmediateShutdownException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ImmediateShutdownException() {
        super("the database was shut down immediately", null, false, false);
    }
}
