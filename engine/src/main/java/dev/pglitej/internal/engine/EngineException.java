package dev.pglitej.internal.engine;

/** The engine cannot do what the caller asked for. The message says what, why, and what to do. */
public sealed class EngineException extends RuntimeException permits ExhaustedException {
    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
