package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;

/** WaitEventSet (waiteventset.c): what WaitEventSetWait is to wait for. Confined to the guest's thread. */
public record WaitEventSet(GuestMemory memory, int address) {
    // struct WaitEventSet { ResourceOwner owner; int nevents; int nevents_space; WaitEvent *events; Latch *latch;
    // int latch_pos; … }
    static final int COUNT = 4;
    static final int EVENTS = 12;
    static final int LATCH = 16;
    static final int LATCH_POSITION = 20;

    public Latch latch() {
        return new Latch(memory, memory.getInt(address + LATCH));
    }

    /** The event of {@link #latch}, which exists. */
    public WaitEvent latchEvent() {
        return event(memory.getInt(address + LATCH_POSITION));
    }

    /** The first event that waits for the client, if there is one. A backend has one socket. */
    public WaitEvent socketEvent() {
        int count = memory.getInt(address + COUNT);
        for (int i = 0; i < count; i++) {
            WaitEvent event = event(i);
            if (event.isForSocket()) return event;
        }
        return new WaitEvent(memory, 0);
    }

    private WaitEvent event(int position) {
        return new WaitEvent(memory, memory.getInt(address + EVENTS) + position * WaitEvent.BYTES);
    }
}
