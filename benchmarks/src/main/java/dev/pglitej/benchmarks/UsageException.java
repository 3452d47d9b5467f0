package dev.pglitej.benchmarks;

/** Arguments that a command cannot work with. Immutable. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }
}
