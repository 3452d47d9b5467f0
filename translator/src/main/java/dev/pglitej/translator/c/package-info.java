/** Writes C. */
@NullMarked
package dev.pglitej.translator.c;

import org.jspecify.annotations.NullMarked;
