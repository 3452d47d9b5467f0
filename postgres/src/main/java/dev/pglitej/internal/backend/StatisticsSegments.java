package dev.pglitej.internal.backend;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.fork.SharedFiles;
import dev.pglitej.internal.pg.HeldLocks;
import dev.pglitej.internal.pg.PgVariables;
import dev.pglitej.internal.pg.StatisticsArea;

/**
 * Segments of dynamic shared memory for the cumulative statistics. PostgreSQL puts an entry into their hash table before it allocates what
 * the entry points to (pgstat_get_entry_ref in pgstat_shmem.c). It removes the entry if the allocation finds no segment, but not if an
 * error ends the allocation. So if the system would refuse another segment, this reports that there is none. Confined to the guest's
 * thread.
 */
final class StatisticsSegments {
    /** {@code dsm_segment *dsm_create(Size size, int flags)}. */
    static final String DSM_CREATE = "dsm_create";

    private final SharedFiles files;
    private final StatisticsArea area;

    StatisticsSegments(Guest guest, PgVariables variables, SharedFiles files) {
        this.files = files;
        this.area = new StatisticsArea(guest.memory(), variables, new HeldLocks(guest, variables));
    }

    long create(HostCall call) {
        boolean isRefused = area.isGrowing() && !files.hasRoomFor(Integer.toUnsignedLong(call.i32(0)));
        return isRefused ? 0 : call.proceed();
    }
}
