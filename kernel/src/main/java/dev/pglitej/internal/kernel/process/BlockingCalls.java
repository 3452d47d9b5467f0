package dev.pglitej.internal.kernel.process;

/**
 * Is told of each system call of a process that may wait for a disk, so that other processes can run meanwhile. Confined to the process's
 * thread.
 */
public interface BlockingCalls {
    /** For a process that keeps no other from running. */
    BlockingCalls UNNOTICED = new BlockingCalls() {
        @Override
        public void begin() {}

        @Override
        public void end() {}
    };

    /** The call begins. It has read nothing from memory yet. */
    void begin();

    /** The call has ended, perhaps with an exception. One that this throws takes its place. */
    void end();
}
