/** File systems and the one name space they are mounted into, with POSIX semantics and its error numbers. */
@NullMarked
package dev.pglitej.internal.kernel.vfs;

import org.jspecify.annotations.NullMarked;
