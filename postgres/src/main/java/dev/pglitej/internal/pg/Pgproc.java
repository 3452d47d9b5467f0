package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;
import java.util.Optional;

/**
 * PGPROC (storage/proc.h): what shared memory holds of one process. Confined to one thread, which holds the processor or knows that nobody
 * does; a look at it by any other thread may be out of date.
 *
 * @param address not 0
 */
public record Pgproc(GuestMemory memory, int address) {
    // struct PGPROC { dlist_node links; dlist_head *procgloballist; PGSemaphore sem; ProcWaitStatus waitStatus;
    // Latch procLatch; TransactionId xid, xmin; int pid; int pgxactoff; struct { ProcNumber procNumber;
    // LocalTransactionId lxid; } vxid; … }
    static final int BYTES = 640;
    static final int LATCH = 20;
    static final int PID = 44;
    static final int LOCAL_TRANSACTION = 56;

    /** The process's own; empty before InitProcess() and after its end. */
    public static Optional<Pgproc> own(GuestMemory memory, PgVariables variables) {
        int address = memory.getInt(variables.address(PgVariable.MY_PROC));
        return address == 0 ? Optional.empty() : Optional.of(new Pgproc(memory, address));
    }

    /** 0 if no process has it. */
    public int pid() {
        return memory.getInt(address + PID);
    }

    public boolean isInTransaction() {
        return memory.getInt(address + LOCAL_TRANSACTION) != 0;
    }

    public Latch latch() {
        return new Latch(memory, address + LATCH);
    }
}
