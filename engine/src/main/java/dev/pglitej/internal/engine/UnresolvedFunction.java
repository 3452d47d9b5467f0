package dev.pglitej.internal.engine;

/** Stands for a function that the host does not provide. The engine does not call it. */
enum UnresolvedFunction implements HostFunction {
    INSTANCE;

    static GuestTrap trap(ImportType type) {
        return new GuestTrap(
                Trap.UNRESOLVED_IMPORT,
                "guest called %s, which neither the host nor a loaded module provides".formatted(type));
    }

    @Override
    public long call(HostCall call) {
        throw new IllegalStateException("%s is not provided".formatted(call.name()));
    }
}
