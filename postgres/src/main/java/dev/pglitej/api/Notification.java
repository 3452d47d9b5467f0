package dev.pglitej.api;

/**
 * A notification that a session has sent by NOTIFY. Immutable.
 *
 * @param channel the channel's name, as LISTEN knows it
 * @param payload its text; empty when there was none
 * @param senderPid the number of the session that sent it, as pg_backend_pid() returns it
 */
public record Notification(String channel, String payload, int senderPid) {}
