package dev.pglitej.internal.engine;

/** Provides the imports of modules. It is asked once for each function import and hook of each module that a guest loads. */
@FunctionalInterface
public interface Imports {
    /** The function, or {@link HostFunction#unresolved()}. */
    HostFunction resolve(ImportType type);

    /**
     * The function for an import that neither host nor runtime nor a loaded module provides. With {@link HostFunction#unresolved()}, a call
     * of it is a trap.
     */
    default HostFunction missing(ImportType type) {
        return HostFunction.unresolved();
    }

    /** Provides nothing. */
    static Imports none() {
        return type -> HostFunction.unresolved();
    }
}
