package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;

/** What a process says that it waits for (wait_event.h), as pg_stat_activity shows it. Confined to the guest's thread. */
public final class WaitEventInfo {
    // wait_classes.h
    private static final int CLASS_MASK = 0xff000000;
    private static final int PG_WAIT_LWLOCK = 0x01000000;
    private static final int PG_WAIT_IPC = 0x08000000;

    private final GuestMemory memory;
    /** The variable, which points into shared memory as soon as the process has a place there. */
    private final int pointer;

    public WaitEventInfo(GuestMemory memory, PgVariables variables) {
        this.memory = memory;
        this.pointer = variables.address(PgVariable.MY_WAIT_EVENT_INFO);
    }

    /** pgstat_report_wait_start() */
    public void start(int info) {
        memory.putInt(memory.getInt(pointer), info);
    }

    /** pgstat_report_wait_end() */
    public void end() {
        memory.putInt(memory.getInt(pointer), 0);
    }

    /** Whether it waits for what processes do without their clients: the other classes are locks of transactions, time, and the like. */
    public boolean isForProcesses() {
        int waitClass = memory.getInt(memory.getInt(pointer)) & CLASS_MASK;
        return waitClass == PG_WAIT_LWLOCK || waitClass == PG_WAIT_IPC;
    }
}
