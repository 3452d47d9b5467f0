package dev.pglitej.internal.kernel.process;

/** Something that processes run. Thread-safe. */
@FunctionalInterface
public interface Program {

    /**
     * Runs from start to end on the calling thread, which the process is then confined to.
     *
     * @return the exit status; {@link ProcessExit} thrown says it too, and anything else thrown kills the process
     */
    int run(Process process);
}
