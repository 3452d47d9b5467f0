package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;

/** MemoryContextData (nodes/memnodes.h): what PostgreSQL allocates memory in. Confined to the guest's thread. */
public record MemoryContext(GuestMemory memory, int address) {
    // struct MemoryContextData { NodeTag type; bool isReset, allowInCritSection; Size mem_allocated;
    // const MemoryContextMethods *methods; MemoryContext parent, firstchild, prevchild, nextchild; const char *name; …
    // }
    private static final int NAME = 32;

    public String name() {
        return memory.cString(memory.getInt(address + NAME));
    }
}
