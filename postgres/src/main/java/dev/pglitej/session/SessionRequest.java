package dev.pglitej.session;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A client that asks for a session.
 *
 * @param channel its bytes in both directions, beginning with the startup packet. Whoever made the channel closes it,
 *     after {@link Session#run} has returned; the session never does
 * @param peer who the client is, for messages of ours, as {@code 127.0.0.1:40112}
 * @param address the client's end of its TCP connection, which the host lines of pg_hba.conf are about and pg_stat_activity shows;
 *     empty for a client of the same process, which counts as local there
 */
public record SessionRequest(SessionChannel channel, String peer, Optional<InetSocketAddress> address) {

    /** A client of the same process. */
    public SessionRequest(SessionChannel channel, String peer) {
        this(channel, peer, Optional.empty());
    }
}
