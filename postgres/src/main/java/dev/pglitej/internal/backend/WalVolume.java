package dev.pglitej.internal.backend;

import dev.pglitej.internal.pg.CheckpointerShmem;
import dev.pglitej.internal.pg.ProcGlobal;
import dev.pglitej.internal.pg.WalSegment;

/**
 * Asks for a checkpoint when the write-ahead log has grown by its share of max_wal_size since the last one, as XLogWrite (xlog.c) does,
 * except in the published build. Confined to the thread that holds the processor.
 */
// RATIONALE: "Why does the host watch the write-ahead log?"
public final class WalVolume {
    private static final long MEGABYTE = 1 << 20;
    private static final int NONE = -1;

    private final PostmasterProcess postmaster;
    private final CheckpointerShmem checkpointer;
    private final ProcGlobal processes;
    private long highest = NONE;
    /** The segment in which the last checkpoint began, or one soon after. */
    private long base;

    private int startedAtBase = NONE;

    public WalVolume(PostmasterProcess postmaster) {
        this.postmaster = postmaster;
        this.checkpointer = new CheckpointerShmem(postmaster.memory(), postmaster.variables());
        this.processes = new ProcGlobal(postmaster.memory(), postmaster.variables());
    }

    /**
     * Called when a process has opened a segment.
     *
     * @return whether it has requested a checkpoint, so that the caller has to wake or start the checkpointer
     */
    public boolean opened(WalSegment segment) {
        long segmentBytes = postmaster.number("wal_segment_size");
        long number = segment.number(segmentBytes);
        if (number <= highest) return false;
        highest = number;
        int started = checkpointer.started();
        if (started != startedAtBase) {
            startedAtBase = started;
            base = number;
        }
        if (number - base < segmentsBetweenCheckpoints(segmentBytes) - 1) return false;
        checkpointer.request(CheckpointerShmem.CAUSE_XLOG);
        processes.checkpointer().ifPresent(proc -> proc.latch().set());
        return true;
    }

    /** CalculateCheckpointSegments (xlog.c): the log of one checkpoint is kept while the next one's is written. */
    private long segmentsBetweenCheckpoints(long segmentBytes) {
        double segments = (double) postmaster.number("max_wal_size") * MEGABYTE / segmentBytes;
        double target = Double.parseDouble(postmaster.setting("checkpoint_completion_target"));
        return Math.max(1, (long) (segments / (1 + target)));
    }
}
