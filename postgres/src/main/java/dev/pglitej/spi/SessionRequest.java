package dev.pglitej.spi;

import java.util.Optional;

/**
 * A client that asks for a session. Immutable.
 *
 * @param channel the bytes in both directions; the client's begin with the startup packet. The maker of the channel closes it when the
 *     session has ended; the session never closes it
 * @param peer a name of the client for log messages, such as {@code 127.0.0.1:40112}
 * @param addresses the ends of its TCP connection; empty for a client in this process, to which the {@code local} lines of pg_hba.conf
 *     apply
 */
public record SessionRequest(SessionChannel channel, String peer, Optional<TcpAddresses> addresses) {

    /** A client in this process. */
    public SessionRequest(SessionChannel channel, String peer) {
        this(channel, peer, Optional.empty());
    }
}
