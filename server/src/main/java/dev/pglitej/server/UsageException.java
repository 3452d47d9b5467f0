package dev.pglitej.server;

/** A command line that makes no sense; its message says which word and what would do. Immutable. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message, null, false, false);
    }
}
