package dev.pglitej.cluster;

import java.util.BitSet;

/** The postmaster's numbered places for children (pmchild.c), from 1; the lowest free one is given out. Thread-safe. */
final class ChildSlots {
    private final BitSet taken = new BitSet();

    synchronized int take() {
        int slot = taken.nextClearBit(1);
        taken.set(slot);
        return slot;
    }

    synchronized void free(int slot) {
        taken.clear(slot);
    }
}
