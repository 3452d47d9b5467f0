package dev.pglitej.internal.backend;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.fork.ForkSource;
import dev.pglitej.internal.imports.LateImports;
import dev.pglitej.internal.kernel.abi.ProcessAbi;
import dev.pglitej.internal.pg.BufferPool;
import dev.pglitej.internal.pg.PostgresBuild;
import dev.pglitej.internal.pg.PostgresSymbols;
import java.util.Set;

/**
 * Looks at a cluster's shared memory from outside of all its processes: a process that never runs. Confined to one thread, which holds the
 * processor or knows that nobody does.
 */
public final class ClusterObserver implements AutoCloseable {
    // struct CheckpointerShmemStruct { pid_t pid; slock_t lck; int started; int done; int failed; int flags; … }
    private static final int STARTED = 8;
    private static final int DONE = 12;
    private static final int FAILED = 16;
    private static final int FLAGS = 20;
    // struct PROC_HDR { PGPROC *allProcs; … uint32 allProcCount; … ProcNumber checkpointerProc; … }; sizeof(PGPROC)
    private static final int HEADER_PROCS = 0;
    private static final int HEADER_COUNT = 16;
    private static final int HEADER_CHECKPOINTER = 64;
    private static final int PROC_BYTES = 640;
    // struct PGPROC { … Latch procLatch; xid; xmin; int pid; int pgxactoff; struct { procNumber; lxid; } vxid; … }
    private static final int PROC_LATCH = 20;
    private static final int PROC_PID = 44;
    static final int PROC_LOCAL_TRANSACTION = 56;
    // xlog.h: CHECKPOINT_FAST | CHECKPOINT_FORCE | CHECKPOINT_FLUSH_UNLOGGED | CHECKPOINT_REQUESTED
    private static final int EVERYTHING_NOW = 0x04 | 0x08 | 0x10 | 0x40;

    private final PostgresSymbols symbols;
    private final BufferPool buffers;
    private final ForkSource image;
    private final Guest guest;
    private final GuestMemory memory;

    public ClusterObserver(Environment environment, ForkSource image) {
        PostgresBuild build = environment.build();
        ProcessAbi abi = new ProcessAbi(environment.child(process -> 0), build.sideModules());
        this.symbols = build.symbols();
        this.buffers = image.origin().buffers();
        this.image = image;
        this.guest = image.start(new LateImports(abi, Set.of(), () -> {}), environment.guestOptions(), symbols);
        this.memory = guest.memory();
    }

    /** Whether all buffers are as on disk, and nobody uses any. */
    public boolean buffersAreAtRest() {
        return buffers.isAtRest(memory);
    }

    /** Whether a process is between its transactions; false for one that has yet to begin with them. */
    public boolean isIdle(int pid) {
        int procs = memory.getInt(memory.getInt(symbols.value("ProcGlobal")) + HEADER_PROCS);
        int count = memory.getInt(memory.getInt(symbols.value("ProcGlobal")) + HEADER_COUNT);
        for (int i = 0; i < count; i++) {
            int proc = procs + i * PROC_BYTES;
            if (memory.getInt(proc + PROC_PID) == pid) return memory.getInt(proc + PROC_LOCAL_TRANSACTION) == 0;
        }
        return false;
    }

    /** How far the checkpointer was when something was asked of it. */
    public record Request(int started, int failed) {}

    /**
     * Asks the checkpointer for a checkpoint now that leaves no buffer dirty, those of unlogged tables included. One that runs has to be
     * woken then; one that starts looks by itself.
     */
    public Request requestCheckpoint() {
        Request request = new Request(memory.getInt(checkpointer(STARTED)), memory.getInt(checkpointer(FAILED)));
        memory.putInt(checkpointer(FLAGS), memory.getInt(checkpointer(FLAGS)) | EVERYTHING_NOW);
        int global = memory.getInt(symbols.value("ProcGlobal"));
        int number = memory.getInt(global + HEADER_CHECKPOINTER);
        if (number >= 0) memory.putInt(memory.getInt(global + HEADER_PROCS) + number * PROC_BYTES + PROC_LATCH, 1);
        return request;
    }

    /** Whether a checkpoint that began after the request is done. */
    public boolean isDone(Request request) {
        int started = memory.getInt(checkpointer(STARTED));
        return started != request.started() && memory.getInt(checkpointer(DONE)) - started >= 0;
    }

    public boolean hasFailed(Request request) {
        return memory.getInt(checkpointer(FAILED)) != request.failed();
    }

    private int checkpointer(int field) {
        return memory.getInt(symbols.value("CheckpointerShmem")) + field;
    }

    @Override
    public void close() {
        image.end(guest);
    }
}
