package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestFunction;
import dev.pglitej.internal.engine.GuestMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * The LWLocks that a process holds (held_lwlocks in lwlock.c), to be released for a wait that allows it and taken again after that.
 * Confined to the guest's thread, which holds the processor.
 */
// RATIONALE: "Why may a process not wait with an LWLock held?"
public final class HeldLocks {
    // struct LWLockHandle { LWLock *lock; LWLockMode mode; }
    private static final int HANDLE_BYTES = 8;
    private static final int MODE = 4;

    private final Guest guest;
    private final GuestMemory memory;
    private final int count;
    private final int handles;

    public HeldLocks(Guest guest, PgVariables variables) {
        this.guest = guest;
        this.memory = guest.memory();
        this.count = variables.address(PgVariable.NUM_HELD_LWLOCKS);
        this.handles = variables.address(PgVariable.HELD_LWLOCKS);
    }

    public boolean isAny() {
        return memory.getInt(count) != 0;
    }

    /** Whether one of them lies in this range of memory. */
    public boolean isAnyWithin(int from, int length) {
        for (int i = 0; i < memory.getInt(count); i++) {
            int lock = memory.getInt(handles + i * HANDLE_BYTES);
            if (Integer.compareUnsigned(lock - from, length) < 0) return true;
        }
        return false;
    }

    private record Lock(int address, int mode) {}

    /**
     * Releases all of them for a wait. If that ends by an error of PostgreSQL's, they stay released, as PostgreSQL expects.
     *
     * @return what takes them again in the order in which they were taken before; nobody else can have one then, since none is ever held
     *     by a process that does not run
     */
    public Runnable release() {
        List<Lock> held = new ArrayList<>();
        for (int i = 0; i < memory.getInt(count); i++) {
            int handle = handles + i * HANDLE_BYTES;
            held.add(new Lock(memory.getInt(handle), memory.getInt(handle + MODE)));
        }
        GuestFunction acquire = PgFunction.LWLOCK_ACQUIRE.of(guest);
        GuestFunction release = PgFunction.LWLOCK_RELEASE.of(guest);
        for (int i = held.size() - 1; i >= 0; i--) {
            guest.call(release, held.get(i).address());
        }
        return () -> {
            for (Lock lock : held) guest.call(acquire, lock.address(), lock.mode());
        };
    }
}
