package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;

/** ClientSocket (libpq/libpq-be.h): a connection that the postmaster has accepted. Confined to the guest's thread. */
public final class ClientSocket {
    // struct ClientSocket { pgsocket sock; SockAddr raddr; }
    private static final int SOCKET = 0;
    static final int REMOTE = 4;
    public static final int BYTES = REMOTE + SockAddr.BYTES;

    private ClientSocket() {}

    /** Fills one whose bytes are zeros. */
    public static void put(GuestMemory memory, int address, int descriptor, SocketAddresses addresses) {
        memory.putInt(address + SOCKET, descriptor);
        SockAddr.put(memory, address + REMOTE, addresses.client());
    }
}
