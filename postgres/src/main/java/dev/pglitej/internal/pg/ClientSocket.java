package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;

/** ClientSocket (libpq/libpq-be.h): a connection that the postmaster has accepted. Confined to the guest's thread. */
public final class ClientSocket {
    // struct ClientSocket { pgsocket sock; SockAddr raddr; }
    public static final int BYTES = 136;
    private static final int SOCKET = 0;
    private static final int REMOTE = 4;

    private ClientSocket() {}

    /** Fills one whose bytes are zeros. */
    public static void put(GuestMemory memory, int address, int descriptor, SocketAddresses addresses) {
        memory.putInt(address + SOCKET, descriptor);
        SockAddr.put(memory, address + REMOTE, addresses.client());
    }
}
