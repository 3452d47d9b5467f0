/** Turns function bodies, which are code for a stack machine, into statements and expressions. */
@NullMarked
package dev.pglitej.translator.lower;

import org.jspecify.annotations.NullMarked;
