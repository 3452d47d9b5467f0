/** Reads PGlite's npm package: fetches it, checks it, takes it apart. */
@NullMarked
package dev.pglitej.natives.artifact;

import org.jspecify.annotations.NullMarked;
