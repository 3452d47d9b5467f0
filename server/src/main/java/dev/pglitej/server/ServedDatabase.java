package dev.pglitej.server;

import dev.pglitej.session.SessionFactory;

/** A database that is open for as long as a server serves it. Closing it writes all to disk that belongs there. */
interface ServedDatabase extends SessionFactory, AutoCloseable {

    @Override
    void close();

    /** Opens the database that a command line asks for. */
    @FunctionalInterface
    interface Opener {
        ServedDatabase open(Command.Serve options);
    }
}
