package dev.pglitej.session;

/**
 * A client that asks for a session.
 *
 * @param channel its bytes in both directions, beginning with the startup packet. Whoever made the channel closes it,
 *     after {@link Session#run} has returned; the session never does
 * @param peer where the client is, for messages and pg_stat_activity, as {@code 127.0.0.1:40112}
 */
public record SessionRequest(SessionChannel channel, String peer) {}
