package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;

/**
 * The lists of callbacks that proc_exit runs (ipc.c), as the host has to change them where the first process and a postmaster
 * differ. Confined to the guest's thread.
 */
public final class ExitCallbacks {
    /** struct ONEXIT { pg_on_exit_callback function; Datum arg; }. */
    static final int ENTRY_BYTES = 8;

    private final GuestMemory memory;
    private final List beforeShmemExit;
    private final List onShmemExit;
    private final List onProcExit;
    private final int shutdownXlog;
    private final int pgstatBeforeServerShutdown;

    public ExitCallbacks(GuestMemory memory, PgVariables variables) {
        this.memory = memory;
        this.beforeShmemExit = new List(
                variables.address(PgVariable.BEFORE_SHMEM_EXIT_INDEX),
                variables.address(PgVariable.BEFORE_SHMEM_EXIT_LIST));
        this.onShmemExit = new List(
                variables.address(PgVariable.ON_SHMEM_EXIT_INDEX), variables.address(PgVariable.ON_SHMEM_EXIT_LIST));
        this.onProcExit = new List(
                variables.address(PgVariable.ON_PROC_EXIT_INDEX), variables.address(PgVariable.ON_PROC_EXIT_LIST));
        this.shutdownXlog = variables.shutdownXlog();
        this.pgstatBeforeServerShutdown = variables.pgstatBeforeServerShutdown();
    }

    /** The lengths of the lists. */
    public record Counts(int onShmemExit, int onProcExit) {}

    public Counts counts() {
        return new Counts(onShmemExit.length(), onProcExit.length());
    }

    /** on_exit_reset(): a child inherits none of its parent's. */
    public void reset() {
        beforeShmemExit.setLength(0);
        onShmemExit.setLength(0);
        onProcExit.setLength(0);
    }

    /**
     * Takes out what belongs to the cluster rather than to the first process, which is about to leave while the cluster stays:
     * all that was registered before the image, and the two callbacks that end a cluster.
     */
    public void keepClusterAlive(Counts atImage) {
        onShmemExit.dropFirst(atImage.onShmemExit());
        onProcExit.dropFirst(atImage.onProcExit());
        beforeShmemExit.dropFunction(shutdownXlog);
        beforeShmemExit.dropFunction(pgstatBeforeServerShutdown);
    }

    /** One of the lists: its length and its entries are variables of their own. */
    private final class List {
        private final int lengthAt;
        private final int entries;

        List(int lengthAt, int entries) {
            this.lengthAt = lengthAt;
            this.entries = entries;
        }

        int length() {
            return memory.getInt(lengthAt);
        }

        void setLength(int length) {
            memory.putInt(lengthAt, length);
        }

        void dropFirst(int count) {
            for (int i = 0; i < count; i++) drop(0);
        }

        void dropFunction(int function) {
            for (int i = length() - 1; i >= 0; i--) {
                if (memory.getInt(entry(i)) == function) drop(i);
            }
        }

        private void drop(int index) {
            int length = length();
            for (int i = index; i + 1 < length; i++) memory.putLong(entry(i), memory.getLong(entry(i + 1)));
            setLength(length - 1);
        }

        private int entry(int index) {
            return entries + index * ENTRY_BYTES;
        }
    }
}
