package dev.pglitej.jdbc;

import dev.pglitej.internal.jdbc.socket.SocketOwner;
import dev.pglitej.spi.Sessions;

/** A database, and what keeps it open. Thread-safe. */
interface DatabaseHolder {
    Sessions sessions();

    /**
     * Keeps the database open until the result is told that the session has ended.
     *
     * @throws IllegalStateException if it is closed already
     */
    SocketOwner.Hold hold();

    /** For messages. */
    String name();

    /** A database that the user closes. */
    static DatabaseHolder ofUser(Sessions sessions) {
        return new DatabaseHolder() {
            @Override
            public Sessions sessions() {
                return sessions;
            }

            @Override
            public SocketOwner.Hold hold() {
                return SocketOwner.Hold.NONE;
            }

            @Override
            public String name() {
                return "a PGlite";
            }
        };
    }
}
