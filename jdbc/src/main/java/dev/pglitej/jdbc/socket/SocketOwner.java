package dev.pglitej.jdbc.socket;

import dev.pglitej.PGlite;
import java.io.IOException;

/** Whom the sockets of one connection belong to. Safe for any number of threads. */
public interface SocketOwner {
    PGlite database();

    /**
     * Keeps the database open for one more socket.
     *
     * @return what is to be run, once, when the socket's session has ended
     * @throws IOException if the database is closed
     */
    Runnable hold() throws IOException;

    /** A socket is about to be closed by its client. */
    void closing();
}
