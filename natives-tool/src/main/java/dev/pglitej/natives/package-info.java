/** The build of the native libraries: from PGlite's published package to resources on the class path. */
@NullMarked
package dev.pglitej.natives;

import org.jspecify.annotations.NullMarked;
