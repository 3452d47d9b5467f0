package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Optional;

/** SockAddr (libpq/pqcomm.h), with the addresses of the guest's C library in it. Confined to the guest's thread. */
final class SockAddr {
    // struct SockAddr { struct sockaddr_storage addr; socklen_t salen; }
    static final int LENGTH = 128;
    static final int BYTES = LENGTH + Integer.BYTES;

    // <sys/socket.h> of the guest's C library (musl).
    private static final short AF_UNIX = 1;
    private static final short AF_INET = 2;
    private static final short AF_INET6 = 10;
    // struct sockaddr_un { sa_family_t; char path[108]; }
    private static final int UNIX_BYTES = 110;
    // struct sockaddr_in { sa_family_t; in_port_t; struct in_addr; char zero[8]; }, numbers as in the network
    private static final int PORT = 2;
    private static final int INET_HOST = 4;
    private static final int INET_BYTES = 16;
    // struct sockaddr_in6 { sa_family_t; in_port_t; uint32_t flowinfo; struct in6_addr; uint32_t scope_id; }
    private static final int INET6_HOST = 8;
    private static final int INET6_SCOPE = 24;
    private static final int INET6_BYTES = 28;

    private SockAddr() {}

    /**
     * Fills one whose bytes are zeros.
     *
     * @param address empty for a Unix-domain socket
     */
    static void put(GuestMemory memory, int at, Optional<InetSocketAddress> address) {
        int length = address.isPresent() ? putNetwork(memory, at, address.get()) : putLocal(memory, at);
        memory.putInt(at + LENGTH, length);
    }

    private static int putLocal(GuestMemory memory, int at) {
        memory.putShort(at, AF_UNIX);
        return UNIX_BYTES;
    }

    private static int putNetwork(GuestMemory memory, int at, InetSocketAddress address) {
        memory.putShort(at + PORT, Short.reverseBytes((short) address.getPort()));
        byte[] host = address.getAddress().getAddress();
        if (address.getAddress() instanceof Inet6Address inet6) {
            memory.putShort(at, AF_INET6);
            memory.put(at + INET6_HOST, host, 0, host.length);
            memory.putInt(at + INET6_SCOPE, inet6.getScopeId());
            return INET6_BYTES;
        }
        memory.putShort(at, AF_INET);
        memory.put(at + INET_HOST, host, 0, host.length);
        return INET_BYTES;
    }
}
