package dev.pglitej.internal.backend;

import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.pg.PostgresSymbols;
import dev.pglitej.internal.pg.WalSegment;

/**
 * Asks for a checkpoint when the write-ahead log has grown by its share of max_wal_size since the last one, as XLogWrite (xlog.c) does,
 * but not in the published build. Belongs to whoever holds the processor.
 */
public final class WalVolume {
    // struct CheckpointerShmemStruct { pid_t pid; slock_t lck; int started; int done; int failed; int flags; … }
    private static final int STARTED = 8;
    private static final int FLAGS = 20;
    // struct PROC_HDR { PGPROC *allProcs; … ProcNumber checkpointerProc; … }; sizeof(PGPROC); offsetof(PGPROC,
    // procLatch)
    private static final int HEADER_CHECKPOINTER = 64;
    private static final int PROC_BYTES = 640;
    private static final int PROC_LATCH = 20;
    // xlog.h: CHECKPOINT_REQUESTED | CHECKPOINT_CAUSE_XLOG
    private static final int FOR_VOLUME = 0x40 | 0x80;
    private static final long MEGABYTE = 1 << 20;
    private static final int NONE = -1;

    private final PostmasterProcess postmaster;
    private final GuestMemory memory;
    private final PostgresSymbols symbols;
    private long highest = NONE;
    /** The segment in which the last checkpoint began, or one soon after. */
    private long base;

    private int startedAtBase = NONE;

    public WalVolume(PostmasterProcess postmaster) {
        this.postmaster = postmaster;
        this.memory = postmaster.memory();
        this.symbols = postmaster.symbols();
    }

    /**
     * Hears that a process has opened a segment.
     *
     * @return whether a checkpoint has been asked for, so that the checkpointer has to be woken or started
     */
    public boolean opened(WalSegment segment) {
        long segmentBytes = postmaster.number("wal_segment_size");
        long number = segment.number(segmentBytes);
        if (number <= highest) return false;
        highest = number;
        int checkpointer = memory.getInt(symbols.value("CheckpointerShmem"));
        int started = memory.getInt(checkpointer + STARTED);
        if (started != startedAtBase) {
            startedAtBase = started;
            base = number;
        }
        if (number - base < segmentsBetweenCheckpoints(segmentBytes) - 1) return false;
        memory.putInt(checkpointer + FLAGS, memory.getInt(checkpointer + FLAGS) | FOR_VOLUME);
        setLatchOfCheckpointer();
        return true;
    }

    /** CalculateCheckpointSegments (xlog.c): the log of one checkpoint is kept while the next one's is written. */
    private long segmentsBetweenCheckpoints(long segmentBytes) {
        double segments = (double) postmaster.number("max_wal_size") * MEGABYTE / segmentBytes;
        double target = Double.parseDouble(postmaster.setting("checkpoint_completion_target"));
        return Math.max(1, (long) (segments / (1 + target)));
    }

    private void setLatchOfCheckpointer() {
        int global = memory.getInt(symbols.value("ProcGlobal"));
        int number = memory.getInt(global + HEADER_CHECKPOINTER);
        if (number != NONE) memory.putInt(memory.getInt(global) + number * PROC_BYTES + PROC_LATCH, 1);
    }
}
