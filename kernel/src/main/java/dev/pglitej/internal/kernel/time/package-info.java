/** Clocks and timers, injected wherever time is read or waited for. */
@NullMarked
package dev.pglitej.internal.kernel.time;

import org.jspecify.annotations.NullMarked;
