package dev.pglitej.internal.jdbc.socket;

import dev.pglitej.spi.Sessions;
import java.io.IOException;

/** Whom the sockets of one connection belong to. Thread-safe. */
public interface SocketOwner {
    /** What opens the sockets' sessions. */
    Sessions sessions();

    /**
     * Keeps the database open for one more socket, until its session has ended.
     *
     * @throws IOException if the database is closed
     */
    Hold hold() throws IOException;

    /** A socket is about to be closed by its client. */
    void closing();

    /** What keeps a database open for one socket. Thread-safe. */
    interface Hold {
        /** For a database whose users open and close it themselves. */
        Hold NONE = new Hold() {
            @Override
            public void sessionEnded() {}

            @Override
            public void socketClosed(long nanos) {}
        };

        /** To be called when the session has ended, by the thread that has run it last; closes a database that nobody uses any more. */
        void sessionEnded();

        /**
         * To be called when the client has closed the socket; waits until a database that nobody uses any more is closed.
         *
         * @param nanos how long the session may take to end; after that it closes the database without anybody waiting
         */
        void socketClosed(long nanos);
    }
}
