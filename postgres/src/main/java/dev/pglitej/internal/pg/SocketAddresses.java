package dev.pglitej.internal.pg;

import dev.pglitej.spi.TcpAddresses;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The two ends of a client's connection, as PostgreSQL sees them: addresses of the network, or a Unix-domain socket, as which the
 * connection of a client of the same process counts. Immutable.
 *
 * @param network those of the TCP connection; empty for a local client
 */
public record SocketAddresses(Optional<TcpAddresses> network) {

    Optional<InetSocketAddress> client() {
        return network.map(TcpAddresses::client);
    }

    Optional<InetSocketAddress> server() {
        return network.map(TcpAddresses::server);
    }
}
