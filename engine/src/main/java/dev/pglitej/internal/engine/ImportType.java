package dev.pglitej.internal.engine;

/**
 * An import of a module. A function's signature is its parameters, a colon and its results, each i, j, f or d; a global's is its one
 * letter; memories and tables have none.
 */
public record ImportType(String module, String name, Kind kind, String signature) {
    /** What can be imported or exported, in the order of {@code enum rt_kind}. */
    public enum Kind {
        FUNCTION,
        GLOBAL,
        MEMORY,
        TABLE
    }

    /** The module name of functions that the build asked to override or wrap. */
    public static final String HOOK_MODULE = "hook";

    public boolean isHook() {
        return module.equals(HOOK_MODULE);
    }

    @Override
    public String toString() {
        return module + "." + name + (signature.isEmpty() ? "" : " (" + signature + ")");
    }
}
