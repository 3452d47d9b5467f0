package dev.pglitej.translator.c;

/**
 * A C expression.
 *
 * @param precedence how tightly its outermost operator binds
 * @param isTruth whether its C type is int and its value 0 or 1, where the wasm type is i32
 */
record CText(String text, int precedence, boolean isTruth) {
    static final int TERNARY = 0;
    static final int INFIX = 1;
    static final int ADDITIVE = 2;
    static final int MULTIPLICATIVE = 3;
    static final int UNARY = 4;
    static final int PRIMARY = 5;

    static CText primary(String text) {
        return new CText(text, PRIMARY, false);
    }

    static CText unary(String text) {
        return new CText(text, UNARY, false);
    }

    static CText truth(String text) {
        return new CText(text, INFIX, true);
    }

    /** The text as an operand of something that binds this tightly. */
    String within(int minimum) {
        return precedence < minimum ? "(" + text + ")" : text;
    }
}
