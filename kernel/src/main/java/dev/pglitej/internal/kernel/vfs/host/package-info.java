/** Directories of the machine as file systems. */
@NullMarked
package dev.pglitej.internal.kernel.vfs.host;

import org.jspecify.annotations.NullMarked;
