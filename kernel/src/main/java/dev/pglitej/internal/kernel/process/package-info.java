/** Processes and the programs they run: what a tiny POSIX has of them without fork. */
@NullMarked
package dev.pglitej.internal.kernel.process;

import org.jspecify.annotations.NullMarked;
