package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;
import java.nio.ByteBuffer;

/**
 * BackgroundWorkerArray (bgworker.c): the background workers that backends have registered. In shared memory, in which the postmaster
 * by PostgreSQL's own protocol takes no lock: a slot in use is its own, any other is the backends'.
 */
public final class WorkerSlots {
    // struct BackgroundWorkerArray { int total_slots; uint32 parallel_register_count, parallel_terminate_count;
    // BackgroundWorkerSlot slot[]; }
    static final int TOTAL = 0;
    static final int PARALLEL_TERMINATED = 8;
    static final int SLOTS = 16;
    // struct BackgroundWorkerSlot { bool in_use; bool terminate; pid_t pid; uint64 generation; BackgroundWorker worker;
    // }
    static final int SLOT_BYTES = 1480;
    static final int IN_USE = 0;
    static final int TERMINATE = 1;
    static final int PID = 4;
    static final int WORKER = 16;
    // struct BackgroundWorker { char bgw_name[96], bgw_type[96]; int bgw_flags; BgWorkerStartTime bgw_start_time;
    // int bgw_restart_time; char bgw_library_name[1024], bgw_function_name[96]; Datum bgw_main_arg; char
    // bgw_extra[128];
    // pid_t bgw_notify_pid; }
    static final int WORKER_BYTES = 1460;
    static final int FLAGS = WORKER + 192;
    private static final int RESTART_TIME = WORKER + 200;
    private static final int NOTIFY_PID = WORKER + 1456;

    private static final int BGWORKER_CLASS_PARALLEL = 0x10;

    private final GuestMemory memory;
    private final int address;

    public WorkerSlots(GuestMemory memory, PgVariables variables) {
        this.memory = memory;
        this.address = memory.getInt(variables.address(PgVariable.BACKGROUND_WORKER_DATA));
    }

    public int count() {
        return memory.getInt(address + TOTAL);
    }

    public boolean isInUse(int slot) {
        return memory.getByte(at(slot) + IN_USE) != 0;
    }

    /** Whether somebody wants the worker to end. */
    public boolean isToEnd(int slot) {
        return memory.getByte(at(slot) + TERMINATE) != 0;
    }

    public void end(int slot) {
        memory.putByte(at(slot) + TERMINATE, (byte) 1);
    }

    /** Which process is told when the worker starts or ends; 0 for none. */
    public int notifyPid(int slot) {
        return memory.getInt(at(slot) + NOTIFY_PID);
    }

    /** After how many seconds the worker starts again when it has failed; -1 for never. */
    public int restartSeconds(int slot) {
        return memory.getInt(at(slot) + RESTART_TIME);
    }

    /** What a child that is to be this worker is handed: the registration as it is now. */
    public StartupData startupData(int slot) {
        byte[] worker = new byte[WORKER_BYTES];
        memory.get(at(slot) + WORKER, worker, 0, WORKER_BYTES);
        return new StartupData.Worker(ByteBuffer.wrap(worker).asReadOnlyBuffer());
    }

    /** Says which process the worker is; 0 when it has ended. */
    public void report(int slot, int pid) {
        memory.putInt(at(slot) + PID, pid);
    }

    /** Gives the slot back to the backends. */
    public void release(int slot) {
        if ((memory.getInt(at(slot) + FLAGS) & BGWORKER_CLASS_PARALLEL) != 0) {
            int counter = address + PARALLEL_TERMINATED;
            memory.putInt(counter, memory.getInt(counter) + 1);
        }
        memory.putByte(at(slot) + IN_USE, (byte) 0);
    }

    private int at(int slot) {
        return address + SLOTS + slot * SLOT_BYTES;
    }
}
