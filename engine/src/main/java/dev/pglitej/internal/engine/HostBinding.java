package dev.pglitej.internal.engine;

/** What is called when a guest asks for one import. */
record HostBinding(HostFunction function, ImportType type, int parameters) {
    static HostBinding of(HostFunction function, ImportType type) {
        return new HostBinding(function, type, Signatures.parameters(type.signature()));
    }
}
