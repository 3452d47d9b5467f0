package dev.pglitej.internal.kernel.process;

/** A process's call of exit() on its way from wherever it was made to the process's top. Stackless; not a failure. */
public final class ProcessExit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    public ProcessExit(int status) {
        super("exit(" + status + ")", null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
