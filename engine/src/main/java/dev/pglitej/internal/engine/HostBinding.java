package dev.pglitej.internal.engine;

/** The host function for one import of a guest. */
record HostBinding(HostFunction function, ImportType type, int parameters) {
    static HostBinding of(HostFunction function, ImportType type) {
        return new HostBinding(function, type, Signatures.parameters(type.signature()));
    }
}
