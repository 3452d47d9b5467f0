package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;

/** Port (libpq/libpq-be.h): what a backend knows of its client's connection. Confined to the guest's thread. */
public final class Port {
    // struct Port { pgsocket sock; bool noblock; ProtocolVersion proto; SockAddr laddr; SockAddr raddr; … }
    static final int LOCAL = 12;

    private final GuestMemory memory;
    /** The variable, which points to nothing before pq_init(). */
    private final int pointer;

    public Port(GuestMemory memory, PgVariables variables) {
        this.memory = memory;
        this.pointer = variables.address(PgVariable.MY_PROC_PORT);
    }

    /** Puts the server's end, which getsockname() would have told. Does nothing before there is a struct. */
    public void putServer(SocketAddresses addresses) {
        int port = memory.getInt(pointer);
        if (port != 0) SockAddr.put(memory, port + LOCAL, addresses.server());
    }
}
