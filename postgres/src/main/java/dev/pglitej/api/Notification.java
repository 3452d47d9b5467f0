package dev.pglitej.api;

/**
 * What a NOTIFY said. Immutable.
 *
 * @param channel the channel's name, as LISTEN knows it
 * @param payload its text; empty when there was none
 * @param senderPid the number of the session that sent it, as pg_backend_pid() tells it
 */
public record Notification(String channel, String payload, int senderPid) {}
