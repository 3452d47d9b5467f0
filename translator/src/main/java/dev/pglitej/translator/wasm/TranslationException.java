package dev.pglitej.translator.wasm;

/** A module or a directive that cannot be translated; the message says what stands in the way and where. */
public final class TranslationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TranslationException(String message) {
        super(message);
    }

    public TranslationException(String message, Throwable cause) {
        super(message, cause);
    }
}
