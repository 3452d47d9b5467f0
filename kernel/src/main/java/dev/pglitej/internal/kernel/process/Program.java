package dev.pglitej.internal.kernel.process;

/** A program that processes run. Thread-safe. */
@FunctionalInterface
public interface Program {
    /** Returned by a program that has not ended, and wants to be run again later; see {@link Kernel#advance}. Not an exit status. */
    int SUSPENDED = Integer.MIN_VALUE;

    /**
     * Runs from start to end, or to a suspension, on the calling thread, to which the process is confined.
     *
     * @return the exit status, or {@link #SUSPENDED}; a {@link ProcessExit} carries it too, and any other exception kills the process
     */
    int run(Process process);
}
