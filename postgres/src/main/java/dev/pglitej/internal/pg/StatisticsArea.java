package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;

/** The area of shared memory in which the cumulative statistics lie (pgstat_shmem.c, dsa.c). Confined to the guest's thread. */
public final class StatisticsArea {
    // struct dshash_table { dsa_area *area; … }
    private static final int TABLE_AREA = 0;
    // struct dsa_area { dsa_area_control *control; … }
    private static final int AREA_CONTROL = 0;
    /** What pgstat_dsa_init_size() sets aside for the area, which begins with its struct dsa_area_control. */
    private static final int BYTES = 256 << 10;

    private final GuestMemory memory;
    private final int table;
    private final HeldLocks locks;

    public StatisticsArea(GuestMemory memory, PgVariables variables, HeldLocks locks) {
        this.memory = memory;
        this.table = variables.address(PgVariable.PGSTAT_SHARED_HASH);
        this.locks = locks;
    }

    /** Whether this process makes a segment for the area: it then holds the area's lock (make_new_segment in dsa.c). */
    public boolean isGrowing() {
        int hashTable = memory.getInt(table);
        if (hashTable == 0) return false;
        int area = memory.getInt(hashTable + TABLE_AREA);
        return locks.isAnyWithin(memory.getInt(area + AREA_CONTROL), BYTES);
    }
}
