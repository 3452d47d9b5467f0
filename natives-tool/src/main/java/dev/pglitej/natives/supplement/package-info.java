/** Modules of our own, written in C, which stand for what PGlite's build of PostgreSQL leaves out. */
@NullMarked
package dev.pglitej.natives.supplement;

import org.jspecify.annotations.NullMarked;
