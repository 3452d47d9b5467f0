package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestMemory;

/** The LWLocks that a process holds (held_lwlocks in lwlock.c). Confined to the guest's thread, which holds the processor. */
public final class HeldLocks {
    // struct LWLockHandle { LWLock *lock; LWLockMode mode; }
    private static final int HANDLE_BYTES = 8;

    private final GuestMemory memory;
    private final int count;
    private final int handles;

    public HeldLocks(Guest guest, PgVariables variables) {
        this.memory = guest.memory();
        this.count = variables.address(PgVariable.NUM_HELD_LWLOCKS);
        this.handles = variables.address(PgVariable.HELD_LWLOCKS);
    }

    public boolean isAny() {
        return memory.getInt(count) != 0;
    }

    /** Whether one of them lies in this range of memory. */
    public boolean isAnyWithin(int from, int length) {
        for (int i = 0; i < memory.getInt(count); i++) {
            int lock = memory.getInt(handles + i * HANDLE_BYTES);
            if (Integer.compareUnsigned(lock - from, length) < 0) return true;
        }
        return false;
    }
}
