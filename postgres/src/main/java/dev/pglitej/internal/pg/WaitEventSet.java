package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;

/**
 * WaitEventSet (waiteventset.c): what WaitEventSetWait is to wait for. One object serves one wait after another, because a backend waits
 * for each message of its client. Confined to the guest's thread.
 */
public final class WaitEventSet {
    // struct WaitEventSet { ResourceOwner owner; int nevents; int nevents_space; WaitEvent *events; Latch *latch;
    // int latch_pos; … }
    static final int COUNT = 4;
    static final int EVENTS = 12;
    static final int LATCH = 16;
    static final int LATCH_POSITION = 20;

    private final GuestMemory memory;
    private int address;
    private Latch latch;
    private WaitEvent socket;

    public WaitEventSet(GuestMemory memory) {
        this.memory = memory;
        this.latch = new Latch(memory, 0);
        this.socket = new WaitEvent(memory, 0);
    }

    /** Begins a wait for the set at an address. */
    public void begin(int set) {
        address = set;
    }

    public Latch latch() {
        int present = memory.getInt(address + LATCH);
        if (latch.address() != present) latch = new Latch(memory, present);
        return latch;
    }

    /** The event of {@link #latch}, which exists. */
    public WaitEvent latchEvent() {
        return new WaitEvent(memory, event(memory.getInt(address + LATCH_POSITION)));
    }

    /** The first event that waits for the client, if there is one. A backend has one socket. */
    public WaitEvent socketEvent() {
        int present = socketAddress();
        if (socket.address() != present) socket = new WaitEvent(memory, present);
        return socket;
    }

    private int socketAddress() {
        int count = memory.getInt(address + COUNT);
        for (int i = 0; i < count; i++) {
            int event = event(i);
            if (WaitEvent.isForSocket(memory, event)) return event;
        }
        return 0;
    }

    private int event(int position) {
        return memory.getInt(address + EVENTS) + position * WaitEvent.BYTES;
    }
}
