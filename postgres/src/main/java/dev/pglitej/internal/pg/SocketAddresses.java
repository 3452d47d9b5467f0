package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.spi.TcpAddresses;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The two ends of a client's connection, as PostgreSQL sees them: addresses of the network, or a Unix-domain socket, as which the
 * connection of a client of the same process counts. Immutable.
 *
 * @param network those of the TCP connection; empty for a local client
 */
public record SocketAddresses(Optional<TcpAddresses> network) {
    // struct ClientSocket { pgsocket sock; SockAddr raddr { struct sockaddr_storage addr; socklen_t salen; } }
    public static final int CLIENT_SOCKET_BYTES = 136;
    private static final int REMOTE = 4;
    // struct Port { pgsocket sock; bool noblock; ProtocolVersion proto; SockAddr laddr; SockAddr raddr; … }
    private static final int PORT_LOCAL = 12;
    // struct SockAddr
    private static final int LENGTH = 128;

    // <sys/socket.h> of the guest's C library.
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

    /** Fills a struct ClientSocket whose bytes are zeros: the client's end. */
    public void putClient(GuestMemory memory, int clientSocket, int descriptor) {
        memory.putInt(clientSocket, descriptor);
        put(memory, clientSocket + REMOTE, network.map(TcpAddresses::client));
    }

    /** Puts the server's end, which getsockname() would have told, into the struct Port of a backend. */
    public void putServer(GuestMemory memory, int port) {
        put(memory, port + PORT_LOCAL, network.map(TcpAddresses::server));
    }

    private static void put(GuestMemory memory, int at, Optional<InetSocketAddress> address) {
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
