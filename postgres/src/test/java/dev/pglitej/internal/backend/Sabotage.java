package dev.pglitej.internal.backend;

import dev.pglitej.internal.pg.PgVariable;
import dev.pglitej.internal.pg.PostgresBuild;

/** Ways to make a process fail as only a bug could. */
public final class Sabotage {
    /** Beyond the memory that any guest has, so that the processor itself refuses the access. */
    private static final int NOWHERE = 0xffff0000;

    /** wait_classes.h. */
    private static final int PG_WAIT_IPC = 0x08000000;
    /** lwlock.h. */
    private static final int LW_SHARED = 1;

    private Sabotage() {}

    /** Lets a pointer of the process point nowhere; it traps when it uses that, at its next transaction at the latest. */
    public static void breakPointer(Backend process) {
        int pointer = address(PgVariable.MY_PROC);
        process.guest().poke(pointer, NOWHERE);
    }

    /** Has the process hold an LWLock that nobody else knows, and that it can give back. */
    public static void holdLock(Backend process) {
        int handle = address(PgVariable.HELD_LWLOCKS);
        // struct LWLock { uint16 tranche; pg_atomic_uint32 state; … }, far behind the handles that are in use.
        int lock = handle + 1_000;
        process.guest().poke(lock + 4, 1);
        process.guest().poke(handle, lock);
        process.guest().poke(handle + 4, LW_SHARED);
        process.guest().poke(address(PgVariable.NUM_HELD_LWLOCKS), 1);
    }

    /** Sets the process's latch as a signal handler of its own would, but wakes nobody. */
    public static void setLatchSilently(Backend process) {
        int myLatch = address(PgVariable.MY_LATCH);
        int latch = process.guest().peek(memory -> memory.getInt(myLatch)).orElseThrow();
        process.guest().poke(latch, 1);
    }

    /** Lets the process say that it waits for another process, whatever it waits for. */
    public static void waitForAProcess(Backend process) {
        int waitEventInfo = address(PgVariable.MY_WAIT_EVENT_INFO);
        int place = process.guest().peek(memory -> memory.getInt(waitEventInfo)).orElseThrow();
        process.guest().poke(place, PG_WAIT_IPC);
    }

    private static int address(PgVariable variable) {
        return PostgresBuild.load().variables().address(variable);
    }
}
