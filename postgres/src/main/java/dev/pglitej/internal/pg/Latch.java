package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;

/**
 * Latch (storage/latch.h), which wakes its owner. Confined to one thread, which holds the processor or knows that nobody does.
 *
 * @param address 0 for none, which is never set
 */
public record Latch(GuestMemory memory, int address) {
    // struct Latch { sig_atomic_t is_set; sig_atomic_t maybe_sleeping; bool is_shared; int owner_pid; }
    static final int IS_SET = 0;
    static final int MAYBE_SLEEPING = 4;

    public boolean exists() {
        return address != 0;
    }

    public boolean isSet() {
        return exists() && memory.getInt(address + IS_SET) != 0;
    }

    /** Sets it, and leaves it to the caller to wake the owner; PostgreSQL's SetLatch does both. */
    public void set() {
        memory.putInt(address + IS_SET, 1);
    }

    /** Says whether the owner may be asleep: others set a latch without a signal unless it may be (SetLatch in latch.c). */
    public void setMaybeSleeping(boolean mayBe) {
        if (exists()) memory.putInt(address + MAYBE_SLEEPING, mayBe ? 1 : 0);
    }
}
