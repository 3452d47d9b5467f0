package dev.pglitej.spi;

import java.util.function.BooleanSupplier;

/**
 * One client's session with a backend of its own. The backend has no thread: it runs on the one that calls {@link #run} or {@link
 * #advance}, one at a time, and which one may change. Thread-safe.
 */
public interface Session {
    /** How an {@link #advance} ended. */
    enum Progress {
        /** The backend waits for its client: for bytes to read, or for room to write into. */
        WAITING,
        /** The caller wanted its thread back; the backend goes on with what it was doing. */
        LEFT,
        /** Another thread was running the backend, and still may. */
        BUSY,
        /** The session is over. */
        ENDED
    }

    /**
     * Runs the backend on the calling thread until the session ends: by the client's wish, its disappearance, a fatal
     * error or {@link #terminate}. All of these return normally; an exception is a failure of this library. Returns at once if
     * another thread runs the backend, or the session has ended.
     */
    void run();

    /**
     * Runs the backend on the calling thread until it waits for its client, and returns the thread then. Between two calls the
     * database's own threads run the backend whenever a signal, a timeout or another session wants something of it; whenever
     * a thread stops running it, {@link SessionChannel#stopped} is called.
     *
     * @param leave the running backend asks it at each wait for something else than its client, and soon after {@link
     *     #reconsider}; true returns the thread. A caller that comes back within a millisecond goes on with the unfinished
     *     statement; otherwise a thread of the database does
     */
    Progress advance(BooleanSupplier leave);

    /** Makes the {@link #advance} that is going on ask soon whether to leave. Does not wait. */
    void reconsider();

    /**
     * Asks the session to end soon with PostgreSQL's own error 57P01, any number of times. Called before the backend runs for the
     * first time, it makes that return at once. Does not wait.
     */
    void terminate();
}
