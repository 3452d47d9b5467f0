/** The tiny POSIX that guests run on: error numbers here, its parts in the packages below. */
@NullMarked
package dev.pglitej.internal.kernel;

import org.jspecify.annotations.NullMarked;
