package dev.pglitej.spi;

import java.util.function.BooleanSupplier;

/**
 * One client's session, which has a backend (a PostgreSQL process) of its own. The backend has no thread: it runs on the thread that calls
 * {@link #run} or {@link #advance}. One thread at a time runs it; the next call may come from another thread. Thread-safe.
 */
public interface Session {
    /** How an {@link #advance} ended. */
    enum Progress {
        /** The backend waits for its client: for bytes to read, or for room to write into. */
        WAITING,
        /** The caller asked to leave. The backend has not finished its work, and goes on when a thread runs it again. */
        LEFT,
        /** Another thread was running the backend, and still may. */
        BUSY,
        /** The session is over. */
        ENDED
    }

    /**
     * Runs the backend on the calling thread until the session ends: the client ends it or disappears, a fatal error occurs, or
     * {@link #terminate} is called. In all these cases it returns normally; an exception is a failure of this library. Returns at once if
     * another thread runs the backend, or if the session has ended.
     */
    void run();

    /**
     * Runs the backend on the calling thread until the backend waits for its client, and then returns. Between two calls, a thread of the
     * database runs the backend when it has to handle a signal, a timeout or a request of another session. Whenever a thread stops running
     * the backend, it calls {@link SessionChannel#stopped}.
     *
     * @param leave is called when the backend is going to wait for something other than its client, and soon after {@link #reconsider}; if
     *     it returns true, this method returns {@link Progress#LEFT}. If the caller calls again within a millisecond, it continues the
     *     unfinished statement; otherwise a thread of the database does. It must not block
     */
    Progress advance(BooleanSupplier leave);

    /** Makes a running {@link #advance} call its {@code leave} soon. Does nothing if none is running. Does not wait. */
    void reconsider();

    /**
     * Asks the session to end soon; the client gets PostgreSQL's error 57P01. If the backend has not run yet, its first {@link #run} or
     * {@link #advance} returns at once. Calling it again does nothing. Does not wait.
     */
    void terminate();
}
