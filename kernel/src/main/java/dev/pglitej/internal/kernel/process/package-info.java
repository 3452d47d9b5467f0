/** Processes and the programs that they run, without fork. */
@NullMarked
package dev.pglitej.internal.kernel.process;

import org.jspecify.annotations.NullMarked;
