package dev.pglitej.internal.kernel.process;

/** A program that processes run. Thread-safe. */
@FunctionalInterface
public interface Program {

    /**
     * Runs from start to end on the calling thread, to which the process is confined.
     *
     * @return the exit status; a {@link ProcessExit} carries it too, and any other exception kills the process
     */
    int run(Process process);
}
