package dev.pglitej.internal.backend;

import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.Timers;
import dev.pglitej.internal.pg.Signal;
import dev.pglitej.internal.pg.WalSegment;

/** The services that a backend needs from its postmaster, which PostgreSQL believes to be its parent process. Thread-safe. */
public interface Postmaster {
    /** The pid of the postmaster for backends: 1, which no backend can have. */
    int PID = 1;

    Processor processor();

    Clock clock();

    Timers timers();

    /**
     * Sends a signal to another backend. The calling thread holds the processor.
     *
     * @return false if there is no such process
     */
    boolean kill(int pid, Signal signal);

    /** How many nanoseconds a process waits for others before it reports that. */
    long patience();

    /** Reports a process that is in a state that should not happen. Does not block. */
    void stuck(String how);

    /**
     * A process has waited for others for {@link #patience}. Does not block.
     *
     * @return whether this was reported, because none of the others does anything
     */
    boolean waitsInVain(int pid);

    /** Starts the checkpointer soon, if it does not run. */
    void needCheckpointer();

    /** Starts the WAL writer soon, if it does not run. */
    void needWalWriter();

    /** The process of a client, whose thread holds the processor, begins to run. */
    void clientRuns();

    /** A process has opened this segment of the write-ahead log. Its thread, which calls this, holds the processor. */
    void walOpened(WalSegment segment);

    /** Receives a signal that a process, whose thread holds the processor, has sent to {@link #PID}. */
    void signalled(Signal signal, int senderPid);
}
