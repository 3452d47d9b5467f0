package dev.pglitej.server;

import java.time.Duration;

/**
 * What a server allows its clients. Immutable.
 *
 * @param sessions how many may run at once; more clients wait in a line
 * @param clients how many may be connected at once, those in the line and those that have not yet said who they are included
 * @param startupTimeout how long a client may take for its startup packet, as authentication_timeout
 * @param lineTimeout how long a client waits in the line before it is turned away
 * @param goodbyeTimeout how long a client may take for the last message to it
 * @param shutdownTimeout how long {@link Server#close} waits for sessions to end before it cuts their connections
 */
public record ServerOptions(
        int sessions,
        int clients,
        Duration startupTimeout,
        Duration lineTimeout,
        Duration goodbyeTimeout,
        Duration shutdownTimeout) {

    /** One session, a hundred clients, PostgreSQL's minute for a startup packet. */
    public static ServerOptions defaults() {
        return new ServerOptions(
                1, 100, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    public ServerOptions withSessions(int count) {
        return new ServerOptions(
                count, Math.max(clients, 2 * count), startupTimeout, lineTimeout, goodbyeTimeout, shutdownTimeout);
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
