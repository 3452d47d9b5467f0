/** Translates WebAssembly modules into C for the runtime's contract in rt.h. */
@NullMarked
package dev.pglitej.translator;

import org.jspecify.annotations.NullMarked;
