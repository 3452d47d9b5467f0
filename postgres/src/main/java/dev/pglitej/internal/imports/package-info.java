/** What the host gives PostgreSQL instead of the functions that Emscripten's JavaScript has for it. */
@NullMarked
package dev.pglitej.internal.imports;

import org.jspecify.annotations.NullMarked;
