/** Finds functions and variables of PostgreSQL in a binary that carries no names. */
@NullMarked
package dev.pglitej.natives.finder;

import org.jspecify.annotations.NullMarked;
