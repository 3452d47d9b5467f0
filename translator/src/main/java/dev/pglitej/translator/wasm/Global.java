package dev.pglitej.translator.wasm;

/** A global that a module defines. */
public record Global(ValueType type, boolean isMutable, Initializer initializer) {}
