package dev.pglitej.internal.engine;

/** The reasons for which a guest ends, in the order of {@code enum rt_trap}. */
public enum Trap {
    NONE("no trap"),
    UNREACHABLE("unreachable instruction executed"),
    INTEGER_DIVIDE_BY_ZERO("integer divide by zero"),
    INTEGER_OVERFLOW("integer overflow"),
    INVALID_CONVERSION("invalid conversion to integer"),
    MEMORY_OUT_OF_BOUNDS("out of bounds memory access"),
    TABLE_OUT_OF_BOUNDS("out of bounds table access"),
    UNDEFINED_ELEMENT("indirect call of an undefined table element"),
    INDIRECT_CALL_TYPE("indirect call of a function of another type"),
    STACK_OVERFLOW("call stack exhausted"),
    LONGJMP_WITHOUT_FRAME("longjmp without a setjmp point"),
    UNRESOLVED_IMPORT("call of an import that nothing provides");

    private static final Trap[] VALUES = values();

    private final String text;

    Trap(String text) {
        this.text = text;
    }

    /** What happened, in words. */
    public String text() {
        return text;
    }

    static Trap of(int number) {
        return VALUES[number];
    }
}
