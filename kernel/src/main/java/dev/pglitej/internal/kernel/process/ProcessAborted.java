package dev.pglitej.internal.kernel.process;

/** A process ends itself by abort() or a failed assertion; the message contains its output. */
public final class ProcessAborted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProcessAborted(String message) {
        super(message);
    }
}
