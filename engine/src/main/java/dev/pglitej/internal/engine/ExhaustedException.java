package dev.pglitej.internal.engine;

/** This process has as many mappings or descriptors, or as much memory, as the system allows. What exists continues to work. */
public final class ExhaustedException extends EngineException {
    private static final long serialVersionUID = 1L;

    public ExhaustedException(String message) {
        super(message);
    }
}
