package dev.pglitej.internal.engine;

import java.util.BitSet;

/** A module of a guest, and which of its imports are linked to other modules rather than to the host. */
record LoadedModule(NativeModule module, BitSet linked) {
    LoadedModule copy() {
        return new LoadedModule(module, (BitSet) linked.clone());
    }
}
