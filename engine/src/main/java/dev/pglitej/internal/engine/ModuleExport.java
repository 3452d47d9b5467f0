package dev.pglitej.internal.engine;

/**
 * An export. {@code place} is a function's machine address, or the distance of a global's cell from the guest's
 * address; {@code type} as in {@link ImportType}; {@code index} is a function's index in the wasm file.
 */
public record ModuleExport(String name, ImportType.Kind kind, String type, long place, boolean mutable, int index) {}
