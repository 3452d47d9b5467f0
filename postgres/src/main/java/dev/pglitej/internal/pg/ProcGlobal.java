package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;
import java.util.Optional;

/**
 * PROC_HDR (storage/proc.h), to which ProcGlobal points: all processes of a cluster. In shared memory. Confined to one thread, which holds
 * the processor or knows that nobody does.
 */
public final class ProcGlobal {
    // struct PROC_HDR { PGPROC *allProcs; TransactionId *xids; … uint32 allProcCount; … ProcNumber walwriterProc,
    // checkpointerProc; … }
    static final int PROCS = 0;
    static final int COUNT = 16;
    static final int CHECKPOINTER = 64;
    /** storage/procnumber.h */
    private static final int INVALID_PROC_NUMBER = -1;

    private final GuestMemory memory;
    /** The variable, which points to nothing before shared memory is made. */
    private final int pointer;

    public ProcGlobal(GuestMemory memory, PgVariables variables) {
        this.memory = memory;
        this.pointer = variables.address(PgVariable.PROC_GLOBAL);
    }

    /** Empty while there is none, or it is about to start. */
    public Optional<Pgproc> checkpointer() {
        int number = memory.getInt(memory.getInt(pointer) + CHECKPOINTER);
        return number == INVALID_PROC_NUMBER ? Optional.empty() : Optional.of(proc(number));
    }

    public Optional<Pgproc> ofProcess(int pid) {
        int count = memory.getInt(memory.getInt(pointer) + COUNT);
        for (int i = 0; i < count; i++) {
            Pgproc proc = proc(i);
            if (proc.pid() == pid) return Optional.of(proc);
        }
        return Optional.empty();
    }

    private Pgproc proc(int number) {
        return new Pgproc(memory, memory.getInt(memory.getInt(pointer) + PROCS) + number * Pgproc.BYTES);
    }
}
