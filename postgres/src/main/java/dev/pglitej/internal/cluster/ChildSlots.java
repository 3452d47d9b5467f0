package dev.pglitej.internal.cluster;

import dev.pglitej.internal.backend.BackendKind;
import dev.pglitej.internal.backend.PostmasterProcess;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;

/**
 * The postmaster's numbered places for children (pmchild.c), from 1. Each kind has places of its own. {@link #take} gives out the lowest
 * free one. Thread-safe.
 */
final class ChildSlots {
    private static final int MOST_IO_WORKERS = 32;

    private final Map<BackendKind, Pool> pools = new EnumMap<>(BackendKind.class);
    private final int count;

    /** The places of one kind. */
    private record Pool(int first, int size, BitSet taken) {}

    /** The numbers of places follow from the settings (InitPostmasterChildSlots). */
    static ChildSlots of(PostmasterProcess postmaster) {
        ChildSlots slots = new ChildSlots(postmaster::number);
        if (slots.count != postmaster.slots()) {
            throw new IllegalStateException("PostgreSQL has " + postmaster.slots()
                    + " places for children, where its settings make it " + slots.count);
        }
        return slots;
    }

    ChildSlots(ToIntFunction<String> settings) {
        int next = 1;
        next = add(
                BackendKind.CLIENT_BACKEND,
                next,
                2 * (settings.applyAsInt("max_connections") + settings.applyAsInt("max_wal_senders")));
        next = add(BackendKind.AUTOVACUUM_LAUNCHER, next, 1);
        next = add(BackendKind.AUTOVACUUM_WORKER, next, settings.applyAsInt("autovacuum_worker_slots"));
        next = add(BackendKind.BACKGROUND_WORKER, next, settings.applyAsInt("max_worker_processes"));
        int slotSyncWorker = 1;
        int archiver = 1;
        next = add(BackendKind.BACKGROUND_WRITER, next + slotSyncWorker + archiver, 1);
        next = add(BackendKind.CHECKPOINTER, next, 1);
        int startup = 1;
        int walReceiver = 1;
        int walSummarizer = 1;
        next = add(BackendKind.WAL_WRITER, next + MOST_IO_WORKERS + startup + walReceiver + walSummarizer, 1);
        int logger = 1;
        this.count = next + logger - 1;
    }

    private int add(BackendKind kind, int first, int size) {
        pools.put(kind, new Pool(first, size, new BitSet()));
        return first + size;
    }

    /** A place for a child of a kind, if one is free. */
    synchronized OptionalInt take(BackendKind kind) {
        Pool pool = pool(kind);
        int free = pool.taken().nextClearBit(0);
        if (free >= pool.size()) return OptionalInt.empty();
        pool.taken().set(free);
        return OptionalInt.of(pool.first() + free);
    }

    synchronized void free(BackendKind kind, int slot) {
        Pool pool = pool(kind);
        pool.taken().clear(slot - pool.first());
    }

    private Pool pool(BackendKind kind) {
        Pool pool = pools.get(kind);
        if (pool == null) throw new IllegalArgumentException("there is no place for a " + kind);
        return pool;
    }
}
