package dev.pglitej.spi;

import java.util.function.BooleanSupplier;

/**
 * A session whose backend has no thread of its own: it borrows those of its client, whenever these wait for an answer. {@link
 * #run} would give it one, and is for others. Safe for any number of threads.
 */
public interface ThreadlessSession extends Session {
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
     * Runs the backend on the calling thread until it waits for its client, and returns the thread then. Between two calls the
     * database's own threads run the backend whenever a signal, a timeout or another session wants something of it; whenever
     * a thread stops running it, {@link SessionChannel#stopped} is called.
     *
     * @param leave asked by the running backend at each wait for something else than its client, and soon after {@link
     *     #reconsider}; true returns the thread. Who comes back within a millisecond goes on with what is not finished; otherwise
     *     a thread of the database does
     */
    Progress advance(BooleanSupplier leave);

    /** Makes the {@link #advance} that is going on ask soon whether to leave; from any thread, without waiting. */
    void reconsider();
}
