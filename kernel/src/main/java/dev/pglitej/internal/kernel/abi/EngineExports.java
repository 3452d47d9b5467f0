package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.Guest;

/** The exports of a guest of the engine. Confined to the guest's thread. */
record EngineExports(Guest guest) implements GuestExports {

    @Override
    public boolean has(String function) {
        return guest.exportsFunction(function);
    }

    @Override
    public long call(String function, long... arguments) {
        return guest.call(guest.function(function), arguments);
    }

    @Override
    public long callTable(int index, String signature, long... arguments) {
        return guest.callTable(index, signature, arguments);
    }
}
