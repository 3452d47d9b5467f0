package dev.pglitej.internal.kernel.time;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Actions in the order of their deadlines; with equal deadlines, in the order in which they came. Confined to its owner's lock. */
final class DeadlineQueue {

    private final TreeSet<Entry> entries = new TreeSet<>();
    private long added;

    /**
     * One action that waits for its deadline. Equal to itself alone, as its order says.
     *
     * @param owner whose action it is
     */
    record Entry(long deadlineNanos, long order, Object owner, Runnable action) implements Comparable<Entry> {
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(order);
        }

        /** Monotonic clocks may wrap around, so only differences mean anything. */
        @Override
        public int compareTo(Entry other) {
            long difference = deadlineNanos - other.deadlineNanos;
            return difference == 0 ? Long.compare(order, other.order) : Long.signum(difference);
        }
    }

    Entry add(long deadlineNanos, Object owner, Runnable action) {
        added++;
        Entry entry = new Entry(deadlineNanos, added, owner, action);
        entries.add(entry);
        return entry;
    }

    boolean remove(Entry entry) {
        return entries.remove(entry);
    }

    @Nullable
    Entry first() {
        return entries.isEmpty() ? null : entries.first();
    }

    /** Takes the first entry out if its deadline has come. */
    @Nullable
    Entry takeDue(long nowNanos) {
        Entry first = first();
        return first != null && first.deadlineNanos() - nowNanos <= 0 ? entries.pollFirst() : null;
    }

    /** Takes out all actions of an owner. */
    void removeAll(Object owner) {
        boolean ignored = entries.removeIf(entry -> entry.owner() == owner);
    }
}
