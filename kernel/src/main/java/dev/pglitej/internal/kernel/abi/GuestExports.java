package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.HostCall;

/** The functions of a guest that its system calls call in turn. Confined to the guest's thread. */
interface GuestExports {

    boolean has(String function);

    long call(String function, long... arguments);

    long callTable(int index, String signature, long... arguments);

    /** Gives access to the guest of a call. */
    @FunctionalInterface
    interface Source {
        GuestExports of(HostCall call);
    }

    /** malloc; 0 if there is no room. */
    default int allocate(int bytes) {
        return (int) call("malloc", bytes);
    }
}
