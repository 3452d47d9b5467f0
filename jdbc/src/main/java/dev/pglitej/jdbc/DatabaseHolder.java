package dev.pglitej.jdbc;

import dev.pglitej.PGlite;

/** A database, and who keeps it open. Safe for any number of threads. */
interface DatabaseHolder {
    PGlite database();

    /**
     * Keeps the database open until the result has been run as well.
     *
     * @throws IllegalStateException if it is closed already
     */
    Runnable hold();

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
            public Runnable hold() {
                return () -> {};
            }

            @Override
            public String name() {
                return "a PGlite";
            }
        };
    }
}
