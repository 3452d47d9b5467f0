package dev.pglitej.internal.engine;

/** Rethrows a caught exception unchanged: host functions in other languages may throw checked exceptions too. */
final class Rethrown {
    private Rethrown() {}

    /** Never returns; {@code throw Rethrown.of(e)} tells the compiler. */
    static RuntimeException of(Throwable thrown) {
        throw Rethrown.<RuntimeException>unchecked(thrown);
    }

    // T is erased, so the cast checks nothing: the throwable passes as what it is.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
