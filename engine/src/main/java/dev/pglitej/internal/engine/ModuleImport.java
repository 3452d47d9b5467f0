package dev.pglitej.internal.engine;

/** An import and its slot, at a distance from the guest's address; {@code hostCode} is the code that calls the host. */
public record ModuleImport(ImportType type, long slot, boolean mutable, long hostCode) {
    public boolean isFunction() {
        return type.kind() == ImportType.Kind.FUNCTION;
    }
}
