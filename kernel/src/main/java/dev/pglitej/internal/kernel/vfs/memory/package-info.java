/** File systems in memory, which fork. */
@NullMarked
package dev.pglitej.internal.kernel.vfs.memory;

import org.jspecify.annotations.NullMarked;
