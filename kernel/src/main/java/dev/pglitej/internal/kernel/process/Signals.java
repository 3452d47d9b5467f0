package dev.pglitej.internal.kernel.process;

/** Numbers of the signals that the kernel itself knows, as the guest's C library has them. */
public final class Signals {

    public static final int SIGABRT = 6;
    public static final int SIGPIPE = 13;
    public static final int SIGALRM = 14;

    private Signals() {}
}
