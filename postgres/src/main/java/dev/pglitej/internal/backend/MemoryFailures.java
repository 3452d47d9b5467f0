package dev.pglitej.internal.backend;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.pg.GuestErrors;
import dev.pglitej.internal.pg.MemoryContext;
import dev.pglitej.internal.pg.PgFunction;
import dev.pglitej.internal.pg.PgGlobals;
import dev.pglitej.internal.pg.PgVariable;
import dev.pglitej.internal.pg.PgVariables;

/**
 * Reports a failed allocation as PostgreSQL does, with a hint that says how much memory there is and what to do. Confined to the guest's
 * thread.
 */
// RATIONALE: "Who says that there is no memory?"
final class MemoryFailures {
    /** {@code void *MemoryContextAllocationFailure(MemoryContext context, Size size, int flags)}. */
    static final String ALLOCATION_FAILURE = "MemoryContextAllocationFailure";

    private static final int MCXT_ALLOC_NO_OOM = 0x2;
    private static final int MEGABYTE_BITS = 20;
    /** The largest memory that the binary supports. */
    private static final long MOST = 2L << 30;

    private static final String ADVICE =
            "store it in pieces (several rows, or a large object), or lower work_mem or shared_buffers.";

    private final Guest guest;
    private final PgVariables variables;
    private final long limit;

    /** @param limit of the memory that a process may have */
    MemoryFailures(Guest guest, PgVariables variables, long limit) {
        this.guest = guest;
        this.variables = variables;
        this.limit = Math.min(limit, MOST);
    }

    /** Does not return, unless the flags of the caller ask for a null pointer. */
    long fail(HostCall call) {
        if ((call.i32(2) & MCXT_ALLOC_NO_OOM) != 0) return 0;
        int topContext = new PgGlobals(call.memory(), variables).get(PgVariable.TOP_MEMORY_CONTEXT);
        if (topContext != 0) PgFunction.MEMORY_CONTEXT_STATS.call(guest, topContext);
        GuestErrors.raiseOutOfMemory(guest, variables, detail(call), hint());
        return 0;
    }

    private static String detail(HostCall call) {
        String context = new MemoryContext(call.memory(), call.i32(0)).name();
        return "Failed on request of size %s in memory context \"%s\"."
                .formatted(Integer.toUnsignedString(call.i32(1)), context);
    }

    private String hint() {
        long megabytes = limit >> MEGABYTE_BITS;
        if (limit == MOST) {
            return "A session can have %d MB of memory, shared_buffers included, as this is a 32-bit build. If a value is too large, %s"
                    .formatted(megabytes, ADVICE);
        }
        return ("A session can have %d MB of memory, shared_buffers included. Raise the limit (memoryLimit, up to %d MB);"
                        + " if a value is too large, %s")
                .formatted(megabytes, MOST >> MEGABYTE_BITS, ADVICE);
    }
}
