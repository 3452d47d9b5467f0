package dev.pglitej.internal.engine;

/** Provides what modules import. Asked once for each function import and hook of each module that a guest loads. */
@FunctionalInterface
public interface Imports {
    /** The function, or {@link HostFunction#unresolved()}. */
    HostFunction resolve(ImportType type);

    /**
     * What is called where a guest calls an import that neither host nor runtime nor a loaded module provides; {@link
     * HostFunction#unresolved()} is a trap.
     */
    default HostFunction missing(ImportType type) {
        return HostFunction.unresolved();
    }

    /** Provides nothing. */
    static Imports none() {
        return type -> HostFunction.unresolved();
    }
}
