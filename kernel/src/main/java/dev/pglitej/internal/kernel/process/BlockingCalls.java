package dev.pglitej.internal.kernel.process;

/** Is told when a process calls the kernel, so that other processes can run. Confined to the process's thread. */
public interface BlockingCalls {
    /** For a process that keeps no other from running. */
    BlockingCalls UNNOTICED = new BlockingCalls() {
        @Override
        public void enter() {}

        @Override
        public void begin() {}

        @Override
        public void end() {}
    };

    /** A call begins that takes no longer than its work on files does. */
    void enter();

    /** A call begins that may wait for a disk. It has read nothing from memory yet. */
    void begin();

    /** The call has ended, perhaps with an exception. One that this throws takes its place. */
    void end();
}
