package dev.pglitej.internal.backend;

import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.Timers;
import dev.pglitej.internal.pg.Signal;
import dev.pglitej.internal.pg.WalSegment;

/** What a backend needs of the process that PostgreSQL believes to be its parent. Thread-safe. */
public interface Postmaster {
    /** The pid by which backends know it: init's, which none of them can have. */
    int PID = 1;

    Processor processor();

    Clock clock();

    Timers timers();

    /**
     * Sends a signal to another backend, by a thread that holds the processor.
     *
     * @return false where there is no such process
     */
    boolean kill(int pid, Signal signal);

    /** How many nanoseconds a process waits for others before it reports that. */
    long patience();

    /** A process reports that something in it is not as it should be. Does not block. */
    void stuck(String how);

    /**
     * A process reports that it has waited for others for {@link #patience}. Does not block.
     *
     * @return whether that was reported, since none of them does anything
     */
    boolean waitsInVain(int pid);

    /** Sees to it that there is a checkpointer, or will be one soon. */
    void needCheckpointer();

    /** A process, whose thread holds the processor, reports which segment of the write-ahead log it has opened. */
    void walOpened(WalSegment segment);

    /** Receives a signal that a process, whose thread holds the processor, has sent to {@link #PID}. */
    void signalled(Signal signal, int senderPid);
}
