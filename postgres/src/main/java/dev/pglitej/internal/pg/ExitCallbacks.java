package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;

/**
 * The lists of callbacks that proc_exit runs (ipc.c), as the host has to change them where the first process and a postmaster
 * differ. Confined to the guest's thread.
 */
public final class ExitCallbacks {
    /** struct ONEXIT { pg_on_exit_callback function; Datum arg; }. */
    private static final int ENTRY_BYTES = 8;

    private static final String[] LISTS = {"before_shmem_exit", "on_shmem_exit", "on_proc_exit"};

    private final GuestMemory memory;
    private final PostgresSymbols symbols;

    public ExitCallbacks(GuestMemory memory, PostgresSymbols symbols) {
        this.memory = memory;
        this.symbols = symbols;
    }

    /** The lengths of the lists. */
    public record Counts(int onShmemExit, int onProcExit) {}

    public Counts counts() {
        return new Counts(length("on_shmem_exit"), length("on_proc_exit"));
    }

    /** on_exit_reset(): a child inherits none of its parent's. */
    public void reset() {
        for (String list : LISTS) setLength(list, 0);
    }

    /**
     * Takes out what belongs to the cluster rather than to the first process, which is about to leave while the cluster stays:
     * all that was registered before the image, and the two callbacks that end a cluster.
     */
    public void keepClusterAlive(Counts atImage) {
        dropFirst("on_shmem_exit", atImage.onShmemExit());
        dropFirst("on_proc_exit", atImage.onProcExit());
        dropFunction("before_shmem_exit", symbols.value("table.ShutdownXLOG"));
        dropFunction("before_shmem_exit", symbols.value("table.pgstat_before_server_shutdown"));
    }

    private int length(String list) {
        return memory.getInt(symbols.value(list + "_index"));
    }

    private void setLength(String list, int length) {
        memory.putInt(symbols.value(list + "_index"), length);
    }

    private int entry(String list, int index) {
        return symbols.value(list + "_list") + index * ENTRY_BYTES;
    }

    private void dropFirst(String list, int count) {
        for (int i = 0; i < count; i++) drop(list, 0);
    }

    private void dropFunction(String list, int function) {
        for (int i = length(list) - 1; i >= 0; i--) {
            if (memory.getInt(entry(list, i)) == function) drop(list, i);
        }
    }

    private void drop(String list, int index) {
        int length = length(list);
        for (int i = index; i + 1 < length; i++) {
            memory.putLong(entry(list, i), memory.getLong(entry(list, i + 1)));
        }
        setLength(list, length - 1);
    }
}
