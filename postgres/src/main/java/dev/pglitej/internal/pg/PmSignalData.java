package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;
import java.util.EnumSet;
import java.util.Set;

/**
 * PMSignalData (pmsignal.c): what children ask of the postmaster, and which of the postmaster's places for children are taken. In
 * shared memory; as PostgreSQL's postmaster does, the host takes no lock for it.
 */
public final class PmSignalData {
    // struct PMSignalData { sig_atomic_t PMSignalFlags[10]; QuitSignalReason sigquit_reason; int num_child_flags;
    // sig_atomic_t PMChildFlags[]; }
    private static final int CHILD_COUNT = 44;
    static final int CHILD_FLAGS = 48;

    private static final int UNUSED = 0;
    private static final int ASSIGNED = 1;

    private final GuestMemory memory;
    private final int address;

    public PmSignalData(GuestMemory memory, PgVariables variables) {
        this.memory = memory;
        this.address = memory.getInt(variables.address(PgVariable.PM_SIGNAL_STATE));
    }

    /** What has been asked since the last time. */
    public Set<PmSignal> take() {
        Set<PmSignal> taken = EnumSet.noneOf(PmSignal.class);
        for (PmSignal signal : PmSignal.values()) {
            int flag = address + Integer.BYTES * signal.reason();
            if (memory.getInt(flag) != 0) {
                memory.putInt(flag, 0);
                taken.add(signal);
            }
        }
        return taken;
    }

    /** How many places there are. */
    public int slots() {
        return memory.getInt(address + CHILD_COUNT);
    }

    public void assign(int slot) {
        memory.putInt(flag(slot), ASSIGNED);
    }

    /**
     * Takes a place back from a child that has ended.
     *
     * @return false if the child had not detached from shared memory
     */
    public boolean release(int slot) {
        boolean isDetached = memory.getInt(flag(slot)) == ASSIGNED;
        memory.putInt(flag(slot), UNUSED);
        return isDetached;
    }

    private int flag(int slot) {
        if (slot < 1 || slot > slots()) {
            throw new IllegalArgumentException("there is no place " + slot + " for a child; they go to " + slots());
        }
        return address + CHILD_FLAGS + Integer.BYTES * (slot - 1);
    }
}
