package dev.pglitej.natives.finder;

/** The binary does not hold what the finder looks for, or holds it more than once. */
public final class FinderException extends RuntimeException {
    FinderException(String message) {
        super(message);
    }
}
