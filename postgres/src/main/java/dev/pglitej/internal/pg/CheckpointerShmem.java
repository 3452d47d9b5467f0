package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;

/**
 * CheckpointerShmemStruct (checkpointer.c): what processes ask of the checkpointer, and how far it is. In shared memory. Confined to one
 * thread, which holds the processor or knows that nobody does.
 */
public final class CheckpointerShmem {
    // struct CheckpointerShmemStruct { pid_t checkpointer_pid; slock_t ckpt_lck; int ckpt_started; int ckpt_done;
    // int ckpt_failed; int ckpt_flags; … }
    static final int STARTED = 8;
    static final int DONE = 12;
    static final int FAILED = 16;
    static final int FLAGS = 20;

    // xlog.h
    private static final int CHECKPOINT_FAST = 0x04;
    private static final int CHECKPOINT_FORCE = 0x08;
    private static final int CHECKPOINT_FLUSH_UNLOGGED = 0x10;
    private static final int CHECKPOINT_WAIT = 0x20;
    private static final int CHECKPOINT_REQUESTED = 0x40;
    private static final int CHECKPOINT_CAUSE_XLOG = 0x80;

    /** Of a request: a checkpoint now that leaves no buffer dirty, those of unlogged tables included. */
    public static final int EVERYTHING_NOW = CHECKPOINT_FAST | CHECKPOINT_FORCE | CHECKPOINT_FLUSH_UNLOGGED;
    /** Of a request: the write-ahead log has grown enough. */
    public static final int CAUSE_XLOG = CHECKPOINT_CAUSE_XLOG;

    private final GuestMemory memory;
    /** The variable, which points to nothing before shared memory is made. */
    private final int pointer;

    public CheckpointerShmem(GuestMemory memory, PgVariables variables) {
        this.memory = memory;
        this.pointer = variables.address(PgVariable.CHECKPOINTER_SHMEM);
    }

    /** Whether a request is to be waited for. */
    public static boolean isWaitedFor(int flags) {
        return (flags & CHECKPOINT_WAIT) != 0;
    }

    /** How far the checkpointer was at some moment. */
    public record Progress(int started, int failed) {}

    public Progress progress() {
        return new Progress(started(), memory.getInt(at(FAILED)));
    }

    /** How many checkpoints have begun, a number that wraps around. */
    public int started() {
        return memory.getInt(at(STARTED));
    }

    /** Whether the checkpoint is done that made {@link #started} this number, or a later one. */
    public boolean isDone(int started) {
        return memory.getInt(at(DONE)) - started >= 0;
    }

    /** Whether a checkpoint that began after a moment is done. */
    public boolean isDoneSince(Progress before) {
        int started = started();
        return started != before.started() && isDone(started);
    }

    public boolean hasFailedSince(Progress before) {
        return memory.getInt(at(FAILED)) != before.failed();
    }

    /** Asks for a checkpoint. A checkpointer that runs has to be woken then; one that starts looks by itself. */
    public void request(int flags) {
        memory.putInt(at(FLAGS), memory.getInt(at(FLAGS)) | flags | CHECKPOINT_REQUESTED);
    }

    private int at(int field) {
        return memory.getInt(pointer) + field;
    }
}
