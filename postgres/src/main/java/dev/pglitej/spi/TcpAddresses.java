package dev.pglitej.spi;

import java.net.InetSocketAddress;

/**
 * The two ends of a client's TCP connection, and where its server listens. Immutable.
 *
 * @param client the client's end; the host lines of pg_hba.conf are matched against it, and inet_client_addr() and pg_stat_activity show it
 * @param server the server's end; inet_server_addr() and inet_server_port() show it
 * @param listener the address to which the server's socket is bound, possibly a wildcard; the session's settings listen_addresses and port
 *     show it
 */
public record TcpAddresses(InetSocketAddress client, InetSocketAddress server, InetSocketAddress listener) {}
