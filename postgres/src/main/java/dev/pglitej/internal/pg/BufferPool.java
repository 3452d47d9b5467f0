package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.MemoryRange;

/**
 * Where PostgreSQL's buffer manager keeps what in shared memory (buf_init.c, freelist.c): descriptors, blocks, condition variables, the
 * checkpointer's list, the lookup table, and the control block, which lie next to each other in this order. Immutable.
 *
 * <p>While no buffer is dirty and none is pinned, the range may be put back to what it was when shared memory had just been made:
 * all buffers are free then, and nothing but their speed tells.
 *
 * @param range of linear memory, from the descriptors to the control block's end
 * @param count of buffers
 */
public record BufferPool(MemoryRange range, int count) {
    // struct BufferDesc { BufferTag tag; int buf_id; pg_atomic_uint32 state; … }
    private static final int DESCRIPTOR_BYTES = 64;
    private static final int BUFFER_ID = 20;
    static final int STATE = 24;
    /** struct BufferStrategyControl. */
    private static final int CONTROL_BYTES = 28;

    // buf_internals.h: 18 bits of references, 4 of usage, then flags.
    private static final int REFERENCES = (1 << 18) - 1;
    private static final int LOCKED = 1 << 22;
    private static final int DIRTY = 1 << 23;
    private static final int IO_IN_PROGRESS = 1 << 26;

    /** Reads it from a process that has made or mapped shared memory. */
    public static BufferPool of(GuestMemory memory, PgVariables variables) {
        long from = Integer.toUnsignedLong(memory.getInt(variables.address(PgVariable.BUFFER_DESCRIPTORS)));
        long control = Integer.toUnsignedLong(memory.getInt(variables.address(PgVariable.STRATEGY_CONTROL)));
        int count = memory.getInt(variables.address(PgVariable.N_BUFFERS));
        BufferPool pool = new BufferPool(new MemoryRange(from, control + CONTROL_BYTES - from), count);
        int last = pool.descriptor(count - 1);
        if (memory.getInt(last + BUFFER_ID) != count - 1) {
            throw new IllegalStateException("the buffer descriptors of this build of PostgreSQL are not as expected");
        }
        return pool;
    }

    private int descriptor(int buffer) {
        return (int) range.address() + buffer * DESCRIPTOR_BYTES;
    }

    /** Whether all buffers are as on disk, and nobody uses any. */
    public boolean isAtRest(GuestMemory memory) {
        for (int buffer = 0; buffer < count; buffer++) {
            int state = memory.getInt(descriptor(buffer) + STATE);
            if ((state & (REFERENCES | LOCKED | DIRTY | IO_IN_PROGRESS)) != 0) return false;
        }
        return true;
    }
}
