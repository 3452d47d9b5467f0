/** The functions that the host supplies to PostgreSQL in the place of Emscripten's JavaScript. */
@NullMarked
package dev.pglitej.internal.imports;

import org.jspecify.annotations.NullMarked;
