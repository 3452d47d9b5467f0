package dev.pglitej.benchmarks;

/** Arguments that a command cannot work with. Immutable. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
