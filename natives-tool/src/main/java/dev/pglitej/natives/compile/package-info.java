/** Turns WebAssembly modules into native libraries, and remembers what it has made. */
@NullMarked
package dev.pglitej.natives.compile;

import org.jspecify.annotations.NullMarked;
