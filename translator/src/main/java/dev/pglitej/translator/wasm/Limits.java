package dev.pglitej.translator.wasm;

/** Sizes of a memory in pages or of a table in elements, as unsigned 32-bit numbers. */
public record Limits(long minimum, long maximum) {
    /** Stands for a maximum that the module does not name. */
    public static final long UNLIMITED = 0xffffffffL;

    public static final Limits NONE = new Limits(0, 0);
}
