/** What a WebAssembly file contains, as values. */
@NullMarked
package dev.pglitej.translator.wasm;

import org.jspecify.annotations.NullMarked;
