package dev.pglitej.server;

import java.time.Duration;

/**
 * What a server allows its clients. Immutable.
 *
 * <p>By default PostgreSQL limits the sessions, by its settings max_connections, superuser_reserved_connections
 * and reserved_connections; a client beyond them gets PostgreSQL's error 53300 at once. A limit of {@link #sessions} below
 * these makes further clients wait in a line instead. A client in the line gets no message until its turn has come or its wait is over:
 * before authentication the protocol has none that clients accept but an error. That error, 53300 too, says how long it has waited.
 *
 * @param sessions how many may run at once; more clients wait in a line. {@link #UNLIMITED} by default
 * @param clients how many may be connected at once, those in the line and those that have not yet said who they are included;
 *     one more gets 53300 at once. {@link #UNLIMITED} by default
 * @param startupTimeout how long a client may take for its startup packet, as authentication_timeout; a minute by default
 * @param lineTimeout how long a client waits in the line before it is turned away; a minute by default
 * @param goodbyeTimeout how long a client may take for the last message to it; a second by default
 * @param shutdownTimeout how long {@link Server#close} waits for sessions to end before it cuts their connections; ten seconds by
 *     default
 */
public record ServerOptions(
        int sessions,
        int clients,
        Duration startupTimeout,
        Duration lineTimeout,
        Duration goodbyeTimeout,
        Duration shutdownTimeout) {
    /** No limit of the server's own. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** No limits but PostgreSQL's, and its minute for a startup packet. */
    public static ServerOptions defaults() {
        return new ServerOptions(
                UNLIMITED,
                UNLIMITED,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10));
    }

    public ServerOptions withSessions(int count) {
        return new ServerOptions(count, clients, startupTimeout, lineTimeout, goodbyeTimeout, shutdownTimeout);
    }

    public ServerOptions withClients(int count) {
        return new ServerOptions(sessions, count, startupTimeout, lineTimeout, goodbyeTimeout, shutdownTimeout);
    }

    public ServerOptions withStartupTimeout(Duration timeout) {
        return new ServerOptions(sessions, clients, timeout, lineTimeout, goodbyeTimeout, shutdownTimeout);
    }

    public ServerOptions withLineTimeout(Duration timeout) {
        return new ServerOptions(sessions, clients, startupTimeout, timeout, goodbyeTimeout, shutdownTimeout);
    }

    public ServerOptions withShutdownTimeout(Duration timeout) {
        return new ServerOptions(sessions, clients, startupTimeout, lineTimeout, goodbyeTimeout, timeout);
    }
}
