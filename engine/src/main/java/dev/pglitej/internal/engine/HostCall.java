package dev.pglitej.internal.engine;

/** One call of a host function: its arguments, and the guest that called. Valid until the function returns. */
public interface HostCall {
    Guest guest();

    GuestMemory memory();

    /** The nth argument, which is an i32. */
    int i32(int n);

    /** The nth argument, which is an i64; also the raw bits of any other. */
    long i64(int n);

    /** The nth argument, which is an f64. */
    double f64(int n);

    /** The import's or hook's name. */
    String name();

    /** In a hook, {@code return call.proceed()} runs the original function and returns its result. */
    long proceed();

    /** Whether {@link #suspend} is possible: only if no other call of the guest is in progress. */
    boolean canSuspend();

    /**
     * {@code return call.suspend()} ends the outermost {@link Guest#call} and leaves the guest where it is. {@link
     * Guest#resume} calls the function again, with the same arguments.
     */
    long suspend();
}
