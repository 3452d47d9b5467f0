package dev.pglitej.translator.wasm;

/** A name under which a module offers something. */
public record Export(String name, Kind kind, int index) {
    /** What an export is of, in the order of the runtime's {@code enum rt_kind}. */
    public enum Kind {
        FUNCTION,
        GLOBAL,
        MEMORY,
        TABLE
    }
}
