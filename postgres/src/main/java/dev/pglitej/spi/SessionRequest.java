package dev.pglitej.spi;

import java.util.Optional;

/**
 * A client that asks for a session.
 *
 * @param channel its bytes in both directions, beginning with the startup packet. The maker of the channel closes it,
 *     after {@link Session#run} has returned; the session never closes it
 * @param peer who the client is, for messages of ours, as {@code 127.0.0.1:40112}
 * @param addresses of its TCP connection; empty for a client of the same process, which counts as local to pg_hba.conf
 */
public record SessionRequest(SessionChannel channel, String peer, Optional<TcpAddresses> addresses) {

    /** A client of the same process. */
    public SessionRequest(SessionChannel channel, String peer) {
        this(channel, peer, Optional.empty());
    }
}
