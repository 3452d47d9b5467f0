/** File systems saved in one file, which is mapped. */
@NullMarked
package dev.pglitej.internal.kernel.vfs.image;

import org.jspecify.annotations.NullMarked;
