package dev.pglitej.internal.kernel.process;

/** Thrown by a program that has not ended, and wants to be run again later; see {@link Kernel#advance}. Stackless; not a failure. */
public final class ProcessSuspended extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProcessSuspended() {
        super("suspended", null, false, false);
    }
}
