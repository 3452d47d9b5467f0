package dev.pglitej.internal.backend;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.fork.SharedFiles;
import dev.pglitej.internal.pg.HeldLocks;
import dev.pglitej.internal.pg.PostgresSymbols;

/**
 * Segments of dynamic shared memory for the cumulative statistics. PostgreSQL puts an entry into their hash table before it allocates what
 * the entry points to (pgstat_get_entry_ref in pgstat_shmem.c). It takes the entry out again where the allocation finds no segment, but
 * not where an error ends it. So where the system refuses another segment, there is none. Confined to the guest's thread.
 */
final class StatisticsSegments {
    /** {@code dsm_segment *dsm_create(Size size, int flags)}. */
    static final String DSM_CREATE = "dsm_create";

    /** What pgstat_dsa_init_size() sets aside for the area, which begins with its struct dsa_area_control. */
    private static final int AREA_BYTES = 256 << 10;

    private final GuestMemory memory;
    private final SharedFiles files;
    private final int table;
    private final HeldLocks locks;

    StatisticsSegments(Guest guest, PostgresSymbols symbols, SharedFiles files) {
        this.memory = guest.memory();
        this.files = files;
        this.table = symbols.value("pgStatLocal.shared_hash");
        this.locks = new HeldLocks(guest, symbols);
    }

    long create(HostCall call) {
        boolean isRefused = areGrowing() && !files.hasRoomFor(Integer.toUnsignedLong(call.i32(0)));
        return isRefused ? 0 : call.proceed();
    }

    /** Whoever makes a segment for an area holds the area's lock (make_new_segment in dsa.c). */
    private boolean areGrowing() {
        int hashTable = memory.getInt(table);
        if (hashTable == 0) return false;
        // struct dshash_table { dsa_area *area; ... }; struct dsa_area { dsa_area_control *control; ... }
        int control = memory.getInt(memory.getInt(hashTable));
        return locks.isAnyWithin(control, AREA_BYTES);
    }
}
