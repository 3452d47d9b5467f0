package dev.pglitej.internal.engine;

/** How much memory and table space a side module needs (its dylink.0 section). Alignments are powers of two. */
public record DynamicLink(int memoryBytes, int memoryAlignmentLog2, int tableEntries, int tableAlignmentLog2) {}
