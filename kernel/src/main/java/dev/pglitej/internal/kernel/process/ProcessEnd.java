package dev.pglitej.internal.kernel.process;

/** How a process ended. Immutable. */
public sealed interface ProcessEnd {

    /** In the form of wait(2). */
    int waitStatus();

    /** By exit() or by returning from main(). */
    record Exited(int status) implements ProcessEnd {

        @Override
        public int waitStatus() {
            return (status & 0xff) << 8;
        }
    }

    /**
     * By something it could not answer.
     *
     * @param signal with which a real kernel would have killed it
     */
    record Killed(int signal, Throwable cause) implements ProcessEnd {

        @Override
        public int waitStatus() {
            return signal;
        }
    }
}
