/** Loads side modules into a guest: what a dynamic linker does, following Emscripten's convention (dylink.0). */
@NullMarked
package dev.pglitej.internal.engine.link;

import org.jspecify.annotations.NullMarked;
