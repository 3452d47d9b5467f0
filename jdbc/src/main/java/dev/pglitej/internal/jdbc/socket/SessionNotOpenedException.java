package dev.pglitej.internal.jdbc.socket;

import java.io.IOException;

/** The database could not open a session, for the reason that the message says; pgjdbc takes nothing but this of a socket. */
public final class SessionNotOpenedException extends IOException {
    private static final long serialVersionUID = 1L;

    SessionNotOpenedException(Throwable cause) {
        super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }
}
