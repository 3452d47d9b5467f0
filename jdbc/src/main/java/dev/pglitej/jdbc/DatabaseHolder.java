package dev.pglitej.jdbc;

import dev.pglitej.PGlite;
import dev.pglitej.internal.jdbc.socket.SocketOwner;

/** A database, and who keeps it open. Safe for any number of threads. */
interface DatabaseHolder {
    PGlite database();

    /**
     * Keeps the database open until the result has been told of the session's end.
     *
     * @throws IllegalStateException if it is closed already
     */
    SocketOwner.Hold hold();

    /** For messages. */
    String name();

    /** A database that its user closes. */
    static DatabaseHolder ofUser(PGlite database) {
        return new DatabaseHolder() {
            @Override
            public PGlite database() {
                return database;
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
