/** File systems that never change: packed files, devices. */
@NullMarked
package dev.pglitej.internal.kernel.vfs.fixed;

import org.jspecify.annotations.NullMarked;
