package dev.pglitej.translator.lower;

import dev.pglitej.translator.wasm.ValueType;

/** A variable of a lowered function. */
public record Variable(Kind kind, int number, ValueType type) {
    /** Where a variable comes from; parameters and locals alone can change while an expression waits for its turn. */
    public enum Kind {
        PARAMETER('p'),
        LOCAL('l'),
        /** Assigned once, where it is defined. */
        TEMPORARY('t'),
        /** Carries a result out of a block, or a parameter into a loop. */
        BLOCK('b');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }
    }

    public String name() {
        return kind.letter + Integer.toString(number);
    }

    boolean isStable() {
        return kind == Kind.TEMPORARY || kind == Kind.BLOCK;
    }
}
