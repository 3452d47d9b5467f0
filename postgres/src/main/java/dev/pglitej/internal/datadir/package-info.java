/** Data directories on disk and in memory: found, made, locked, written. */
@NullMarked
package dev.pglitej.internal.datadir;

import org.jspecify.annotations.NullMarked;
