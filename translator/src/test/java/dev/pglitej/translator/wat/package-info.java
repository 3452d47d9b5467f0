/** Assembles WebAssembly's text format, as far as these tests use it. */
@NullMarked
package dev.pglitej.translator.wat;

import org.jspecify.annotations.NullMarked;
