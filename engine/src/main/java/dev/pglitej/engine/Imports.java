package dev.pglitej.engine;

/** Provides what modules import. Asked once for each function import and hook of each module that a guest loads. */
@FunctionalInterface
public interface Imports {
    /** The function, or {@link HostFunction#unresolved()}. */
    HostFunction resolve(ImportType type);

    /** Provides nothing. */
    static Imports none() {
        return type -> HostFunction.unresolved();
    }
}
