package dev.pglitej.translator.lower;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What directives change in one function.
 *
 * @param constantCells names of cells that are read instead of these i32 constants
 * @param stackBase the address at which the function reads its stack's base, if it does
 * @param busyWait the loop that the host is to wait in, if there is one
 */
public record Changes(Map<Integer, String> constantCells, OptionalInt stackBase, Optional<BusyWait> busyWait) {}
