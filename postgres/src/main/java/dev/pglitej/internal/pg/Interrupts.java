package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestMemory;

/**
 * Whether a process is to look at its interrupts, and whether it may (miscadmin.h). Confined to the guest's thread, except
 * {@link #raise}.
 */
public final class Interrupts {
    private final Guest guest;
    private final GuestMemory memory;
    private final int pending;
    private final int holdoffCount;
    private final int critSectionCount;

    public Interrupts(Guest guest, PgVariables variables) {
        this.guest = guest;
        this.memory = guest.memory();
        this.pending = variables.address(PgVariable.INTERRUPT_PENDING);
        this.holdoffCount = variables.address(PgVariable.INTERRUPT_HOLDOFF_COUNT);
        this.critSectionCount = variables.address(PgVariable.CRIT_SECTION_COUNT);
    }

    /** Makes a running guest call ProcessInterrupts soon. Thread-safe. */
    public void raise() {
        guest.poke(pending, 1);
    }

    public boolean arePending() {
        return memory.getInt(pending) != 0;
    }

    public boolean areHeldOff() {
        return memory.getInt(holdoffCount) != 0 || memory.getInt(critSectionCount) != 0;
    }
}
