/** Finds native libraries on the class path, verifies them, and unpacks them once. */
@NullMarked
package dev.pglitej.internal.engine.nativelib;

import org.jspecify.annotations.NullMarked;
