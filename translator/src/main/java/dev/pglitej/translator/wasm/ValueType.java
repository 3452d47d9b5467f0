package dev.pglitej.translator.wasm;

/** The types of WebAssembly's values that can be translated, each with the letter that signatures use for it. */
public enum ValueType {
    I32('i'),
    I64('j'),
    F32('f'),
    F64('d'),
    /** A function or null. Lives on the stack and in locals only, since signatures have no letter for it. */
    FUNCREF('r');

    private final char letter;

    ValueType(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }

    /** The type that this letter stands for in signatures. */
    public static ValueType ofLetter(char letter) {
        for (ValueType type : values()) {
            if (type.letter == letter && type != FUNCREF) return type;
        }
        throw new TranslationException("'" + letter + "' is not a type; signatures use i, j, f and d");
    }
}
