package dev.pglitej.internal.engine;

/** This process has as much of something as the system allows it: memory, mappings, descriptors. What there is goes on. */
public final class ExhaustedException extends EngineException {
    private static final long serialVersionUID = 1L;

    public ExhaustedException(String message) {
        super(message);
    }
}
