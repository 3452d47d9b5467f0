package dev.pglitej.internal.engine;

/** Throws on what was caught as it is: host functions written in other languages also throw checked exceptions. */
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
